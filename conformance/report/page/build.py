#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Makes the page of an HTML report a C++ constant: build.py PAGE.html FILE... > html_page.hpp

{{report}} stays in the page, for the report. embed.py says what else the page has.
"""
import pathlib
import sys

import embed

LONGEST = 65536  # a string literal that every C++ compiler has to take

HEADER = """// SPDX-License-Identifier: BSD-3-Clause
// Made by conformance/report/page/build.py.
#ifndef TSRPC_CONFORMANCE_REPORT_HTML_PAGE_HPP
#define TSRPC_CONFORMANCE_REPORT_HTML_PAGE_HPP

namespace tsrpc::conformance {{

inline constexpr char html_page[] = R"page({page})page";

}} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_HTML_PAGE_HPP
"""


def main(page, *files):
    text = embed.filled(pathlib.Path(page), [pathlib.Path(file) for file in files], {"report": "{{report}}"})
    if ')page"' in text:
        raise ValueError("the page ends its own literal")
    if len(text.encode()) >= LONGEST:
        raise ValueError(f"the page has {len(text.encode())} bytes; a literal can have {LONGEST - 1}")
    sys.stdout.write(HEADER.format(page=text))


if __name__ == "__main__":
    main(*sys.argv[1:])
