// SPDX-License-Identifier: BSD-3-Clause
//
// What scripts of exchanges are written as. vectors/README.md describes both files and what their keys mean.
#ifndef TSRPC_CONFORMANCE_EXCHANGES_SCRIPT_HPP
#define TSRPC_CONFORMANCE_EXCHANGES_SCRIPT_HPP

#include "conformance/report/frame_json.hpp"
#include "tsrpc/codec.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

using report::Json;

/// A flag of scripts: the kind of bug that they look for, what is special in them, what an implementation with the bug
/// does.
struct Note {
    std::string_view flag;
    std::string_view bug_type;
    std::string_view description;
    std::string_view effect;
};

/// What is in a file, beside the version of the ABI.
struct ScriptFile {
    std::string_view schema; ///< its schema's file name
    std::span<const Note> notes;
    std::vector<Json> scripts; ///< each has "id", "comment", "flags", "needs" and "steps"
};

/// The file as JSON, a step a line. Throws std::logic_error if a flag has no note, a note no script, or two scripts one
/// id.
std::string to_json_text(const ScriptFile& file);

std::string hex(uint32_t word);     ///< eight digits
std::string hex64(uint64_t number); ///< 0x and sixteen digits
std::string hex(std::span<const uint8_t> bytes);

/// Words in a line of text, each after a space.
std::string words_text(const Json& words);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_EXCHANGES_SCRIPT_HPP
