// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/protocol/line_parts.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {

WordReader words_of(std::string_view line, char mark) {
    if (line.size() < 2 || line[0] != mark || line[1] != ' ') {
        throw LineError(fmt::format("the line does not begin with '{} '", mark));
    }
    return WordReader(line.substr(2));
}

int32_t take_error(WordReader& reader) {
    const int32_t error = reader.decimal();
    if (error >= 0) {
        throw LineError("FF-A errors are negative");
    }
    return error;
}

Uuid take_uuid(WordReader& reader) {
    const std::string_view word = reader.word();
    const ParsedUuid parsed = parse_uuid(word.data(), word.size());
    if (!parsed.ok) {
        throw LineError(fmt::format("'{}' is not a UUID", excerpt(word)));
    }
    return parsed.uuid;
}

Shared take_shared(WordReader& reader) {
    Shared shared{reader.hex<uint64_t>()};
    if (!reader.at_end()) {
        const std::string_view word = reader.word();
        if (word != "retrieved") {
            throw LineError(fmt::format("'{}' is too much", excerpt(word)));
        }
        shared.retrieved = true;
    }
    return shared;
}

} // namespace tsrpc::conformance
