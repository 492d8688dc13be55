// SPDX-License-Identifier: BSD-3-Clause
//
// How GoogleTest and RapidCheck show frames and violations in failures: as the ABI document writes them.
#ifndef TSRPC_CODEC_TESTS_PRINTERS_HPP
#define TSRPC_CODEC_TESTS_PRINTERS_HPP

#include "tsrpc/codec.hpp"
#include "tsrpc/names.hpp"

#include <iomanip>
#include <ostream>

namespace tsrpc {

inline std::ostream& hex(std::ostream& out, uint32_t word) {
    return out << std::hex << std::setfill('0') << std::setw(8) << word << std::dec;
}

inline std::ostream& operator<<(std::ostream& out, const Registers& words) {
    const char* separator = "";
    for (const uint32_t word : words.words) {
        hex(out << separator, word);
        separator = " ";
    }
    return out;
}

inline std::ostream& operator<<(std::ostream& out, const Violation& violation) {
    out << name(violation.rule) << ' ' << name(violation.reg) << ' ';
    return hex(out, violation.bits) << " (" << name(violation.field) << ')';
}

inline std::ostream& operator<<(std::ostream& out, const Violations& violations) {
    const char* separator = "";
    for (const Violation& violation : violations) {
        out << separator << violation;
        separator = ", ";
    }
    return out;
}

} // namespace tsrpc

#endif // TSRPC_CODEC_TESTS_PRINTERS_HPP
