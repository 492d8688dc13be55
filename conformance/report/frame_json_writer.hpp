// SPDX-License-Identifier: BSD-3-Clause
//
// The one writer of frames as JSON, of `tsrpc decode` and of docs/decode.html. frame_json.hpp says what they look like.
#ifndef TSRPC_REPORT_FRAME_JSON_WRITER_HPP
#define TSRPC_REPORT_FRAME_JSON_WRITER_HPP

#include "conformance/report/json_writer.hpp"
#include "tsrpc/codec.hpp"

namespace tsrpc::report {

/// More than any frame's JSON has.
inline constexpr size_t longest_frame_json = size_t{1} << 13;

/// Into the object that is open: the fields that the words hold, whatever rules they break; none of an unknown message.
void write_fields(JsonWriter& out, const Inspection& inspection, const Registers& words);

/// All that decoding says of a frame, as an object: `message`, `direction`, the fields, `registers`, `valid` as given
/// and `violations`. `inspection` is that of `words`, and `request` what a response answers; requests do not look at
/// it.
void write_frame(JsonWriter& out, const Inspection& inspection, const Registers& words, const Registers& request,
                 bool valid);

} // namespace tsrpc::report

#endif // TSRPC_REPORT_FRAME_JSON_WRITER_HPP
