// SPDX-License-Identifier: BSD-3-Clause
#include "expressions.hpp"
#include "files.hpp"

#include <fmt/format.h>

#include <iterator>
#include <set>

namespace tsrpc::generator::c {
namespace {

/// What a handler's function writes: the response's values but the status, and what is echoed.
std::vector<FieldType> outputs(const Layout& response) {
    std::vector<FieldType> fields;
    for (const FieldType& field : fields_of(response)) {
        if (field.kind != Kind::status && rows_of(response, field.field).front().rule != Rule::echo) {
            fields.push_back(field);
        }
    }
    return fields;
}

Register place(const Layout& response, const FieldType& field) { return rows_of(response, field.field).front().reg; }

/// "w5": the variable for a register of the response.
std::string variable(Register reg) { return fmt::format("w{}", reg + 3); }

std::string handler_member(const Layout& request, const Layout& response) {
    std::string parameters;
    for (const FieldType& field : outputs(response)) {
        fmt::format_to(std::back_inserter(parameters), ", {}* {}", type_name(field), name(field.field));
    }
    return fmt::format("int32_t (*{})(void* context, const struct tsrpc_{}* request{});\n", name(request.message),
                       name_of(request), parameters);
}

/// Calls the handler's function, if the request breaks no MUST or may break all.
std::string serve(const Layout& request, const Layout& response) {
    std::string arguments, before, after;
    for (const FieldType& field : outputs(response)) {
        const std::string word = variable(place(response, field));
        const std::string member = field.width == 32 ? word : name(field.field);
        arguments += ", &" + member;
        if (field.width != 32) {
            before += fmt::format("{} {} = 0;\n", type_name(field), member);
            after +=
                field.kind == Kind::number_but
                    ? fmt::format("tsrpc_require_(status != TSRPC_RPC_SUCCESS || tsrpc_is_service_({}));\n", member)
                    : "";
            after += fmt::format("{} = {};\n", word, member);
        }
    }
    return fmt::format("if (!strict || !tsrpc_breaks_{0}_(words)) {{\n"
                       "struct tsrpc_{0} request;\n{1}tsrpc_read_{0}_(words, &request);\n"
                       "status = handler->{2}(context, &request{3});\n{4}}}\n",
                       name_of(request), before, name(request.message), arguments, after);
}

} // namespace

std::string dispatch_file() {
    std::string members, cases, call, variables, zeroes;
    std::set<Register> registers;
    for (const Layout* request : layouts::all) {
        const Layout* const response = find_layout(request->message, Direction::response);
        if (request->direction != Direction::request) {
            continue;
        }
        if (!has_field(*response, Field::rpc_status)) {
            fmt::format_to(std::back_inserter(cases),
                           "case {}: return tsrpc_words_(control, TSRPC_PROTOCOL_VERSION, 0, 0, 0);\n",
                           opcode(*request));
            continue;
        }
        members += handler_member(*request, *response);
        if (has_field(*request, Field::opcode)) {
            call = serve(*request, *response);
        } else {
            fmt::format_to(std::back_inserter(cases), "case {}:\n{}break;\n", opcode(*request),
                           serve(*request, *response));
        }
        for (const FieldType& field : outputs(*response)) {
            registers.insert(place(*response, field));
        }
    }
    for (const Register reg : registers) {
        variables += fmt::format("uint32_t {} = 0;\n", variable(reg));
        zeroes += fmt::format("{} = 0;\n", variable(reg));
    }
    std::string rest;
    for (const Register reg : {W5, W6, W7}) {
        rest += ", " + (registers.count(reg) ? variable(reg) : "0");
    }
    return header(
        "dispatch.h", "abi/include/tsrpc/layout.hpp", "Which function of an endpoint answers which request.",
        {"codec/unpack.h"},
        fmt::format(
            "/*\n * What an endpoint does with the requests that it can refuse. A function returns the RPC status of "
            "the response. It writes the rest of it, which is 0 before, and is sent as 0 after any status but SUCCESS. "
            "`context` is what `tsrpc_serve` was given.\n */\n"
            "struct tsrpc_handler {{\n{}}};\n\n"
            "TSRPC_INLINE_ struct tsrpc_registers tsrpc_serve_(const struct tsrpc_registers* words, "
            "const struct tsrpc_handler* handler, void* context, int strict) {{\n"
            "const uint32_t control = tsrpc_named_({});\n"
            "int32_t status = TSRPC_RPC_INVALID_VALUE;\n{}"
            "if (tsrpc_is_call_({})) {{\n{}}} else {{\n"
            "switch (tsrpc_opcode_({})) {{\n{}default: break;\n}}\n}}\n"
            "if (status != TSRPC_RPC_SUCCESS) {{\n{}}}\n"
            "return tsrpc_words_(control, TSRPC_CAST_(uint32_t, status){});\n}}\n",
            members, word(W3), variables, word(W3), call, word(W3), cases, zeroes, rest));
}

} // namespace tsrpc::generator::c
