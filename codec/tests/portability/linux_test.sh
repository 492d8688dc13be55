#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# linux_test.sh COMPILER...: all of the C codec as Linux compiles it, where there is no header but Linux's own; and what
# it says to a compiler or a standard that it does not take.
here=$(dirname "$0")
root=$here/../../..
failures=0

# compiled COMPILER HEADER OPTION...: use_all.h with a header, as the kernel is compiled, and with more options.
compiled() {
    printf '#include "%s"\n#include "use_all.h"\n' "$2" |
        "$1" -x c -std=gnu11 -nostdinc -D__KERNEL__ -ffreestanding -fno-strict-aliasing -fno-common -O2 -Wall -Wundef \
            -Wstrict-prototypes -Werror "-I$here/linux_headers" "-I$root/abi/include" "-I$root/codec/include" \
            "-I$root/codec/single_include" "-I$here" "${@:3}" -c -o /dev/null - 2>&1
}

fail() {
    echo "linux_test.sh: $*" >&2
    ((failures += 1))
}

for compiler in "$@"; do
    for header in tsrpc.h tsrpc/names.h; do
        compiled "$compiler" "$header" || fail "$compiler: $header does not compile"
        # Without -D__KERNEL__ the same has nowhere to take <stdint.h> from.
        compiled "$compiler" "$header" -U__KERNEL__ >/dev/null && fail "$compiler: $header compiles without Linux"
        [[ $(compiled "$compiler" "$header" -std=gnu99) == *'needs C11 or later, or C++'* ]] ||
            fail "$compiler: $header does not say that it needs C11"
        [[ $(compiled "$compiler" "$header" -U__GNUC__ -U__clang__) == *'needs gcc or clang'* ]] ||
            fail "$compiler: $header does not say that it needs gcc or clang"
    done
done
exit $((failures != 0))
