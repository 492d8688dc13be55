// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/frame_json_writer.hpp"

#include "conformance/report/field_value.hpp"
#include "conformance/report/row_text.hpp"
#include "tsrpc/names.hpp"

namespace tsrpc::report {
namespace {

/// A field's width decides its JSON type: a UUID, a string of hexadecimal digits, or a number.
void write_value(JsonWriter& out, Field field, const FieldValue& value, unsigned width) {
    if (width > 64) {
        out.string(to_text(to_uuid(value)).text);
    } else if (width == 64) {
        out.string(Text().hex(value.low, width));
    } else {
        const auto low = static_cast<uint32_t>(value.low);
        out.number(field == Field::rpc_status ? int64_t{static_cast<int32_t>(low)} : int64_t{low});
    }
}

} // namespace

void write_fields(JsonWriter& out, const Inspection& inspection, const Registers& words) {
    if (inspection.layout == nullptr) {
        return;
    }
    for (const Field field : carried_fields(*inspection.layout)) {
        out.key(name(field));
        write_value(out, field, read_field(*inspection.layout, field, words), width_of(*inspection.layout, field));
    }
}

void write_frame(JsonWriter& out, const Inspection& inspection, const Registers& words, const Registers& request,
                 bool valid) {
    out.open_object();
    out.key("message").string(name(inspection.message)).key("direction").string(name(inspection.direction));
    write_fields(out, inspection, words);
    out.key("registers").open_array();
    for (const uint32_t word : words.words) {
        out.string(Text().digits(word, 32));
    }
    out.close_array();
    out.key("valid").boolean(valid);
    out.key("violations").open_array();
    for (const Violation& violation : inspection.violations) {
        out.open_object().key("rule").string(name(violation.rule));
        out.key("detail").string(describe(violation, inspection, words, request)).close_object();
    }
    out.close_array().close_object();
}

} // namespace tsrpc::report
