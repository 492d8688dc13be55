// SPDX-License-Identifier: BSD-3-Clause
#include "spelling.hpp"

#include "../texts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tsrpc::generator::c {

std::string header(std::string_view file, std::string_view source, std::string_view about,
                   const std::vector<std::string>& includes, std::string_view contents) {
    const std::string guard = "TSRPC_" + (file == "names.h" ? "" : std::string{"CODEC_"}) + upper(file);
    std::string text =
        fmt::format("/* SPDX-License-Identifier: BSD-3-Clause */\n/*\n{} *\n{} */\n#ifndef {}\n#define {}\n\n",
                    generator::comment(" *", about), generator::comment(" *", origin(source)), guard, guard);
    for (const std::string& include : includes) {
        text += fmt::format("#include \"tsrpc/{}\"\n", include);
    }
    return fmt::format("{}\n{}\n#endif /* {} */\n", text, contents, guard);
}

std::string comment(std::string_view text) {
    return text.size() <= 114 ? fmt::format("/* {} */", text)
                              : fmt::format("/*\n{} */", generator::comment(" *", text));
}

std::string value(std::string_view type, std::string_view name) {
    return type == "Register" ? fmt::format("TSRPC_{}", name) : fmt::format("TSRPC_{}_{}", upper(type), upper(name));
}
std::string value(Register reg) { return value("Register", name(reg)); }
std::string value(Message message) { return value("Message", name(message)); }

std::string opcode(const Layout& layout) { return fmt::format("TSRPC_OPCODE_{}", upper(name(layout.message))); }

std::string name_of(const Layout& layout) { return fmt::format("{}_{}", name(layout.message), name(layout.direction)); }

std::string type_name(const FieldType& field) {
    return field.kind == Kind::uuid     ? std::string{"struct tsrpc_uuid"}
           : field.kind == Kind::status ? fmt::format("int{}_t", field.width)
                                        : fmt::format("uint{}_t", field.width);
}

std::vector<FieldType> members_of(const Layout& layout) {
    std::vector<FieldType> members;
    // Not by std::stable_sort: gcc 12's calls a deprecated function, of which clang 19 warns.
    for (const FieldType& field : fields_of(layout)) {
        members.insert(std::upper_bound(members.begin(), members.end(), field,
                                        [](const FieldType& a, const FieldType& b) { return a.width > b.width; }),
                       field);
    }
    return members;
}

std::string parameters(const Layout& layout, std::string_view words) {
    return fields_of(layout).empty() ? std::string{words}
                                     : fmt::format("{}, struct tsrpc_{}* message", words, name_of(layout));
}

} // namespace tsrpc::generator::c
