// SPDX-License-Identifier: BSD-3-Clause
#include "expressions.hpp"
#include "files.hpp"

#include <fmt/format.h>

#include <iterator>

namespace tsrpc::generator::c {
namespace {

std::string pack(const Layout& layout) {
    const std::string name = name_of(layout);
    std::string body;
    for (const FieldType& field : members_of(layout)) {
        if (field.kind == Kind::number_but) {
            fmt::format_to(std::back_inserter(body), "tsrpc_require_(message.{} != {});\n", tsrpc::name(field.field),
                           field.field == Field::version ? "0" : "TSRPC_MANAGEMENT_INTERFACE_ID");
        }
    }
    return fmt::format("TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_{}({}) {{\n{}return {};\n}}\n\n", name,
                       fields_of(layout).empty() ? "void" : fmt::format("struct tsrpc_{} message", name), body,
                       packed(layout));
}

/// The values, whatever else is in the registers.
std::string read_function(const Layout& layout) {
    std::string body;
    for (const FieldType& field : members_of(layout)) {
        body += read(layout, field);
    }
    return fmt::format("TSRPC_INLINE_ void tsrpc_read_{}_({}) {{\n{}}}\n\n", name_of(layout),
                       parameters(layout, "const struct tsrpc_registers* words"), body);
}

/// The opposite of a condition: of a comparison, or what a function says.
std::string negated(std::string condition) {
    const size_t equal = condition.find(" == "), other = condition.find(" != ");
    return equal != std::string::npos   ? condition.replace(equal, 4, " != ")
           : other != std::string::npos ? condition.replace(other, 4, " == ")
           : condition.front() == '!'   ? condition.substr(1)
                                        : "!" + condition;
}

/// Whether words break a MUST.
std::string test_function(const Layout& layout) {
    const std::string bits = differing(layout);
    const bool is_one = bits.find(" | ") == std::string::npos;
    std::vector<std::string> conditions = {is_one ? bits + " != 0" : fmt::format("({}) != 0", bits)};
    for (const FieldType& field : fields_of(layout)) {
        if (field.kind == Kind::number_but) {
            conditions.push_back(negated(can_hold(layout, field)));
        }
    }
    if (has_field(layout, Field::request_length)) {
        conditions.push_back("tsrpc_is_doorbell_with_length_(words)");
    }
    return fmt::format(
        "TSRPC_INLINE_ int tsrpc_breaks_{}_(const struct tsrpc_registers* words{}) {{\nreturn {};\n}}\n\n",
        name_of(layout), layout.direction == Direction::request ? "" : ", const struct tsrpc_registers* request",
        fmt::join(conditions, " || "));
}

/// A function that unpacks: its name, its parameters, the condition on which it does, and the statements that do.
std::string unpack_function(const Layout& layout, std::string_view prefix, std::string_view words,
                            const std::string& condition, std::string reads = "") {
    const std::string name = name_of(layout);
    std::string body = fmt::format("return {};\n", condition);
    if (!fields_of(layout).empty()) {
        body = (condition.empty() ? "" : fmt::format("if ({}) {{\nreturn 0;\n}}\n", negated(condition))) +
               (reads.empty() ? fmt::format("tsrpc_read_{}_(&words, message);\n", name) : reads) + "return 1;\n";
    }
    return fmt::format("TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_{}{}({}) {{\n{}}}\n\n", prefix, name,
                       parameters(layout, words), body);
}

std::string unpack(const Layout& layout) {
    const bool is_request = layout.direction == Direction::request;
    return unpack_function(layout, "",
                           is_request ? "struct tsrpc_registers words"
                                      : "struct tsrpc_registers words, struct tsrpc_registers request",
                           fmt::format("!tsrpc_breaks_{}_(&words{})", name_of(layout), is_request ? "" : ", &request"));
}

std::string unpack_lenient(const Layout& layout) {
    std::string comment, reads, condition;
    if (is_named(layout)) {
        condition = fmt::format("tsrpc_named_({}) == {}", word(W3, "words."), control(layout));
    }
    for (const FieldType& field : members_of(layout)) {
        const Row row = rows_of(layout, field.field).front();
        if (detail::needs_success(layout, row)) {
            comment = "/* After an RPC error the interface id means nothing. Any is taken then, and 0xff, which is no "
                      "service's, reads as 0. */\n";
            reads = fmt::format("const int32_t rpc_status = tsrpc_status_({});\n"
                                "if (!{}) {{\nif (rpc_status == TSRPC_RPC_SUCCESS) {{\nreturn 0;\n}}\n{} = 0;\n}}\n",
                                word(rows_of(layout, Field::rpc_status).front().reg, "words."),
                                can_hold(layout, field, "words."), word(row.reg, "words."));
            for (const FieldType& each : members_of(layout)) {
                reads +=
                    each.kind == Kind::status ? "message->rpc_status = rpc_status;\n" : read(layout, each, "words.");
            }
        } else if (field.kind == Kind::number_but) {
            condition = can_hold(layout, field, "words.");
        }
    }
    return comment + unpack_function(layout, "lenient_", "struct tsrpc_registers words", condition, reads);
}

} // namespace

std::string pack_file() {
    std::string text;
    for (const Layout* layout : layouts::all) {
        text += pack(*layout);
    }
    return header(
        "pack.h", "abi/include/tsrpc/layout.hpp",
        "Messages to registers. A number that its field cannot hold traps. A doorbell with a request length has "
        "an encoding, although it breaks a MUST: it is packed.",
        {"codec/messages.h", "codec/words.h"}, text);
}

std::string unpack_file() {
    std::string text = "/* The values, whatever else is in the registers. */\n\n";
    for (const Layout* layout : layouts::all) {
        text += fields_of(*layout).empty() ? "" : read_function(*layout);
    }
    for (const Layout* layout : layouts::all) {
        if (has_field(*layout, Field::request_length)) {
            text += fmt::format("/* A doorbell's request length is 0: the one rule that spans two fields. ABI 3. */\n"
                                "TSRPC_INLINE_ int tsrpc_is_doorbell_with_length_(const struct tsrpc_registers* words) "
                                "{{\nreturn {};\n}}\n\n",
                                is_doorbell_with_length(*layout));
        }
    }
    text += "/* What strict unpacking refuses: words that break a MUST of the message's table. */\n\n";
    for (const Layout* layout : layouts::all) {
        text += test_function(*layout);
    }
    text += "/* Strict unpacking. */\n\n";
    for (const Layout* layout : layouts::all) {
        text += unpack(*layout);
    }
    text += comment("Lenient unpacking: fails only if there is no such message, or a value that its field cannot have "
                    "and that means something.") +
            "\n\n";
    for (const Layout* layout : layouts::all) {
        text += unpack_lenient(*layout);
    }
    return header("unpack.h", "abi/include/tsrpc/layout.hpp", "Registers to messages.",
                  {"codec/messages.h", "codec/words.h"}, text);
}

} // namespace tsrpc::generator::c
