// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/protocol/fault.hpp"

#include "conformance/protocol/words.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {

std::optional<Fault> parse_fault(std::string_view line) {
    constexpr std::string_view mark = "! fault ";
    if (!line.starts_with(mark)) {
        return std::nullopt;
    }
    try {
        WordReader reader(line.substr(mark.size()));
        Fault fault;
        fault.signal = reader.decimal();
        const std::string_view phase = reader.word();
        fault.phase = phase == "-" ? std::string() : printable(phase);
        const std::string_view address = reader.word();
        if (address != "-") {
            fault.address = WordReader(address).hex<uint64_t>();
        }
        fault.what = printable(reader.rest());
        return fault;
    } catch (const LineError&) {
        return std::nullopt;
    }
}

std::string describe(const Fault& fault) {
    std::string text;
    if (!fault.phase.empty()) {
        text += " in " + fault.phase;
    }
    if (fault.address) {
        text += fmt::format(" at address {:#x}", *fault.address);
    }
    if (!fault.what.empty()) {
        text += ": " + fault.what;
    }
    return text;
}

} // namespace tsrpc::conformance
