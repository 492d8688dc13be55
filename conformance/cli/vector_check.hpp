// SPDX-License-Identifier: BSD-3-Clause
//
// Golden vectors against the codec. vectors/README.md describes their file.
#ifndef TSRPC_CLI_VECTOR_CHECK_HPP
#define TSRPC_CLI_VECTOR_CHECK_HPP

#include "conformance/report/frame_json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::cli {

struct Vector {
    std::string id;
    Direction direction;
    std::optional<Registers> request; ///< what a response answers, where it is known
    Registers registers;
    std::string message;
    nlohmann::json fields;
    bool valid;
    nlohmann::json violations;
};

/// The vectors of a file's text. Throws report::JsonError where the file is not as its schema says, has a different
/// number of vectors than it claims, none at all, an id twice, a flag without a note or a note without a vector. A file
/// may do without flags and notes.
std::vector<Vector> parse_vectors(std::string_view text);

/// What the codec says other than the vector, one line each.
std::vector<std::string> disagreements(const Vector& vector);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_VECTOR_CHECK_HPP
