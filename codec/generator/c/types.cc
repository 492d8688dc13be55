// SPDX-License-Identifier: BSD-3-Clause
#include "../texts.hpp"
#include "files.hpp"
#include "spelling.hpp"

#include "tsrpc/codec/value.hpp"

#include <fmt/format.h>

#include <cctype>
#include <iterator>

namespace tsrpc::generator::c {
namespace {

std::string lower(std::string_view name) {
    std::string out = upper(name);
    for (char& c : out) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return out;
}

std::string enumeration(const Enumeration& of) {
    std::string values;
    for (const Named& named : of.values) {
        fmt::format_to(std::back_inserter(values), "{}{}{}\n", value(of.type, named.name),
                       &named == &of.values.back() ? " " : ", ", named.doc.empty() ? "" : comment(named.doc));
    }
    return fmt::format("{}\nenum __attribute__((packed)) tsrpc_{} {{\n{}}};\n\n", comment(of.doc), lower(of.type),
                       values);
}

std::string structure(const Layout& layout) {
    std::string members;
    for (const FieldType& field : members_of(layout)) {
        fmt::format_to(std::back_inserter(members), "{} {}; {}\n", type_name(field), name(field.field),
                       comment(doc(field.field)));
    }
    return fmt::format("{}\nstruct tsrpc_{} {{\n{}}};\n\n", comment(doc(layout, "TSRPC_INVALID_MEMORY_HANDLE")),
                       name_of(layout), members);
}

/// The function that names the values of an enum.
std::string names_of(const Enumeration& of) {
    const std::string type = lower(of.type), parameter = type == "register" ? "reg" : type;
    std::string cases;
    for (const auto& [text, doc] : of.values) {
        fmt::format_to(std::back_inserter(cases), "case {}: {};\n", value(of.type, text),
                       text == of.otherwise ? "break" : fmt::format("return \"{}\"", text));
    }
    return fmt::format("/* \"{}\" {} \"{}\"; of any other number \"{}\". */\n"
                       "static inline const char* tsrpc_{}_name(enum tsrpc_{} {}) {{\n"
                       "switch ({}) {{\n{}}}\nreturn \"{}\";\n}}\n\n",
                       of.values.front().name, of.values.size() == 2 ? "or" : "to", of.values.back().name, of.otherwise,
                       type, type, parameter, parameter, cases, of.otherwise);
}

} // namespace

std::string enums_file() {
    std::string text;
    for (const Enumeration& of : enumerations()) {
        text += enumeration(of);
    }
    return header("enums.h", "abi/include/tsrpc",
                  "The enums of the ABI's tables, a byte each. A register is the index of its word.", {}, text);
}

std::string messages_file() {
    std::string text;
    for (const Layout* layout : layouts::all) {
        text += fields_of(*layout).empty() ? "" : structure(*layout);
    }
    return header("messages.h", "abi/include/tsrpc/layout.hpp",
                  "The messages of ABI 3: a struct a message and direction.", {"codec/uuid.h"}, text);
}

std::string names_file() {
    std::string text;
    for (const Enumeration& of : enumerations()) {
        text += names_of(of);
    }
    return header("names.h", "abi/include/tsrpc/names.hpp",
                  "The names of the enums of tsrpc/codec.h, as tsrpc/names.hpp has them. Those of RPC statuses are in "
                  "codec.h.",
                  {"codec.h"}, text);
}

std::string rpc_status_file() {
    std::string cases;
    for (int32_t status = 0; const char* text = name(RpcStatus{status}); --status) {
        fmt::format_to(std::back_inserter(cases), "case TSRPC_RPC_{0}: return \"{0}\";\n", text);
    }
    return header(
        "rpc_status.h", "codec/include/tsrpc/codec/value.hpp", "The names of RPC statuses.",
        {"abi.h", "codec/compiler.h"},
        fmt::format("/* The ABI's name of a status (\"NOT_FOUND\"), or a null pointer for a value that version 1 "
                    "does not define. ABI 3. */\n"
                    "static inline const char* tsrpc_rpc_status_name(int32_t rpc_status) {{\n"
                    "switch (rpc_status) {{\n{}default: return TSRPC_NULL_;\n}}\n}}\n",
                    cases));
}

} // namespace tsrpc::generator::c
