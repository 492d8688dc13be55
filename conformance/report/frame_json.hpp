// SPDX-License-Identifier: BSD-3-Clause
//
// Frames as JSON objects: `message`, `direction`, then the message's fields under the names of the layout tables.
// Handles and tags are strings of 0x and sixteen digits, UUIDs strings, all else numbers.
#ifndef TSRPC_REPORT_FRAME_JSON_HPP
#define TSRPC_REPORT_FRAME_JSON_HPP

#include "tsrpc/codec.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace tsrpc::report {

/// Keeps the order of its keys.
using Json = nlohmann::ordered_json;

/// Says in one line which key is wrong, what is there and what was expected.
class JsonError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads one JSON text. Throws JsonError for what is not JSON and for an object that has a key twice.
Json parse_json(std::string_view text);

/// The value as JSON text in ASCII, cut where it gets long: for error messages.
std::string shown(const Json& value);

/// W3..W7 as five strings of eight hexadecimal digits.
Json registers_to_json(const Registers& words);

/// What `write_fields` writes.
Json fields_to_json(const Inspection& inspection, const Registers& words);

/// What `write_frame` writes, on one line, without a line feed.
std::string frame_to_json(const Inspection& inspection, const Registers& words, const Registers& request, bool valid);

/// A frame without what it answers.
struct Frame {
    Direction direction;
    Registers words;

    /// A response's request is not known.
    Inspection inspect() const {
        return direction == Direction::request ? inspect_request(words) : inspect_response(words);
    }
};

/// A message's frame, its reserved bits 0. Takes what `frame_to_json` makes, whose `registers`, `valid` and
/// `violations` it ignores. All numbers may also be strings, in decimal or with 0x, statuses signed or not, and a UUID
/// in braces or "urn:uuid:...". Throws JsonError where a key is missing, unknown or of another type, or has a value
/// that the message cannot have.
Frame frame_from_json(const Json& frame);

} // namespace tsrpc::report

#endif // TSRPC_REPORT_FRAME_JSON_HPP
