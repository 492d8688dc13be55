// SPDX-License-Identifier: BSD-3-Clause
//
// What docs/decode.html calls, as WebAssembly: the codec with its tables, and the texts of `tsrpc decode`.
#include "conformance/report/escapes.hpp"
#include "conformance/report/frame_json_writer.hpp"
#include "conformance/report/line_reader.hpp"
#include "conformance/report/row_text.hpp"
#include "tsrpc/names.hpp"

#define TSRPC_EXPORT(function) extern "C" __attribute__((export_name(#function)))

namespace tsrpc::docs {
namespace {

char line[report::longest_line + 1]; // enough to see that a line is too long
char json[report::longest_frame_json];
report::LineReader reader;
report::Text problem;

/// The frame as the page reads and writes it: whole words.
struct {
    uint32_t is_response;
    Registers words;
    uint32_t is_answer; ///< whether `request` is known
    Registers request;
} shared;

report::LoggedFrame shared_frame() {
    report::LoggedFrame frame = {};
    frame.direction = shared.is_response != 0 ? Direction::response : Direction::request;
    frame.words = shared.words;
    frame.is_answer = shared.is_answer != 0;
    frame.request = shared.request;
    return frame;
}

void write_violation(report::JsonWriter& out, const Violation& violation, const report::LoggedFrame& frame,
                     const Inspection& inspection) {
    out.open_object();
    out.key("bits").number(violation.bits);
    out.key("must").boolean(violation.is_must());
    out.key("reason").string(report::reason(violation, inspection, frame.words, frame.answered()));
    out.close_object();
}

report::Text rule_text(const Inspection& inspection, const Row& row) {
    return report::is_unknown_opcode(inspection, row) ? name(row.rule) : report::table_rule_text(row);
}

void write_row(report::JsonWriter& out, const Row& row, const report::LoggedFrame& frame,
               const Inspection& inspection) {
    const Layout& layout = report::naming_layout(inspection);
    const bool is_known = report::is_known(inspection, row);
    out.open_object();
    out.key("register").number(row.reg);
    out.key("lsb").number(row.lsb).key("width").number(row.width);
    out.key("bits").string(report::bits_name(row.reg, row.lsb, row.width));
    out.key("field").string(is_known ? name(row.field) : "not known").key("part").number(row.part);
    out.key("label").string(is_known ? report::row_label(layout, row) : "not known");
    out.key("value").string(is_known ? report::row_value(layout, row, frame.words)
                                     : report::Text().hex(frame.words[row.reg], 32));
    out.key("kind").string(is_known ? name(row.rule) : "");
    out.key("rule").string(is_known ? rule_text(inspection, row) : "");
    out.key("meaning").string(is_known ? report::rule_meaning(row.rule) : "");
    out.key("violation");
    if (const Violation* const violation = report::find_violation(inspection, row)) {
        write_violation(out, *violation, frame, inspection);
    } else {
        out.null();
    }
    out.close_object();
}

void write_fields(report::JsonWriter& out, const report::LoggedFrame& frame, const Inspection& inspection) {
    out.open_array();
    if (inspection.layout != nullptr) {
        for (const Field field : report::carried_fields(*inspection.layout)) {
            const unsigned width = report::width_of(*inspection.layout, field);
            const report::FieldValue value = report::read_field(*inspection.layout, field, frame.words);
            out.open_object().key("name").string(name(field));
            out.key("value").string(report::value_text(field, value, width)).close_object();
        }
    }
    out.close_array();
}

} // namespace

/// Where the page puts a line for `take_line`, in UTF-8.
TSRPC_EXPORT(line_buffer) char* line_buffer() { return line; }
/// How many bytes of a line it has room for.
TSRPC_EXPORT(line_capacity) size_t line_capacity() { return sizeof line; }
/// The frame of the other functions: 12 words, as `shared` has them.
TSRPC_EXPORT(frame_words) void* frame_words() { return &shared; }
/// What `explain` and `to_json` write.
TSRPC_EXPORT(json_buffer) char* json_buffer() { return json; }

/// The next line is the first of a log.
TSRPC_EXPORT(start_log) void start_log() { reader = {}; }

/// What the next line holds, a report::LineContent; of one that does not fit, `length` is `line_capacity`. A frame is
/// put in place.
TSRPC_EXPORT(take_line) uint32_t take_line(size_t length) {
    const size_t plain = length <= report::longest_line ? report::take_out_escapes(line, length) : length;
    const report::Line taken = reader.take(line, plain);
    const report::LoggedFrame& frame = taken.frame;
    shared = {frame.direction == Direction::response, frame.words, frame.is_answer, frame.request};
    problem = taken.problem;
    return static_cast<uint32_t>(taken.content);
}

/// What is wrong with the last line, as a JSON string; returns its length.
TSRPC_EXPORT(explain_line) size_t explain_line() {
    report::JsonWriter out(json, sizeof json);
    out.string(problem);
    return out.size();
}

/// All that the page shows of the frame, as JSON; returns its length.
TSRPC_EXPORT(explain) size_t explain() {
    const report::LoggedFrame frame = shared_frame();
    const Inspection inspection = frame.inspect();
    report::JsonWriter out(json, sizeof json);
    out.open_object();
    out.key("message").string(name(inspection.message)).key("direction").string(name(inspection.direction));
    out.key("valid").boolean(inspection.valid());
    out.key("fields");
    write_fields(out, frame, inspection);
    out.key("rows").open_array();
    for (const Row& row : report::naming_layout(inspection)) {
        write_row(out, row, frame, inspection);
    }
    out.close_array().close_object();
    return out.size();
}

/// The frame as `tsrpc decode --format json` prints it; returns its length.
TSRPC_EXPORT(to_json) size_t to_json() {
    const report::LoggedFrame frame = shared_frame();
    const Inspection inspection = frame.inspect();
    report::JsonWriter out(json, sizeof json);
    report::write_frame(out, inspection, frame.words, frame.answered(), inspection.valid());
    return out.size();
}

} // namespace tsrpc::docs
