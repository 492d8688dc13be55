# SPDX-License-Identifier: BSD-3-Clause
"""What the checks of consumer projects share, those of the codec and those of the conformance suite."""

import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).parent.absolute().parent.parent


class Failure(Exception):
    """What a consumer's owner would complain of."""


def run(*command, **options):
    """What the command prints; raises Failure if it fails."""
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode != 0:
        raise Failure(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stdout}")
    return done.stdout


def copy_tree(destination, *names):
    """The files and folders of this project, symbolic links followed, as a new checkout has none."""
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, destination / name)
        else:
            destination.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, destination)
    return destination
