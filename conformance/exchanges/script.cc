// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace tsrpc::conformance {
namespace {

void require(bool ok, const std::string& what) {
    if (!ok) {
        throw std::logic_error(what);
    }
}

void check(const ScriptFile& file) {
    std::set<std::string> ids;
    std::set<std::string> used;
    for (const Json& script : file.scripts) {
        const auto id = script["id"].get<std::string>();
        require(ids.insert(id).second, id + ": the id is used twice");
        for (const Json& flag : script["flags"]) {
            const auto name = flag.get<std::string>();
            require(std::ranges::count(file.notes, name, &Note::flag) == 1, id + ": no note says what is " + name);
            used.insert(name);
        }
    }
    for (const Note& note : file.notes) {
        require(used.contains(std::string(note.flag)), std::string(note.flag) + ": no script has it");
    }
}

/// The items, a line each, within a list.
std::string lines(const Json& items, std::string_view indent) {
    std::string text;
    for (const Json& item : items) {
        text += fmt::format("{}{}{}", text.empty() ? "" : ",\n", indent, item.dump());
    }
    return text;
}

} // namespace

std::string to_json_text(const ScriptFile& file) {
    check(file);
    std::string notes;
    for (const Note& note : file.notes) {
        const Json text = {{"bugType", note.bug_type}, {"description", note.description}, {"effect", note.effect}};
        notes += fmt::format("{}    \"{}\": {}", notes.empty() ? "" : ",\n", note.flag, text.dump());
    }
    std::string scripts;
    for (const Json& script : file.scripts) {
        Json head = script;
        head.erase("steps");
        std::string text = head.dump();
        text.pop_back();
        scripts += fmt::format("{}    {},\"steps\":[\n{}\n    ]}}", scripts.empty() ? "" : ",\n", text,
                               lines(script["steps"], "      "));
    }
    return fmt::format("{{\n  \"schema\": \"{}\",\n  \"abi_version\": {},\n  \"number_of_scripts\": {},\n"
                       "  \"notes\": {{\n{}\n  }},\n  \"scripts\": [\n{}\n  ]\n}}\n",
                       file.schema, TSRPC_PROTOCOL_VERSION, file.scripts.size(), notes, scripts);
}

std::string hex(uint32_t word) { return fmt::format("{:08x}", word); }

std::string hex64(uint64_t number) { return fmt::format("0x{:016x}", number); }

std::string hex(std::span<const uint8_t> bytes) {
    std::string text;
    for (const uint8_t byte : bytes) {
        text += fmt::format("{:02x}", byte);
    }
    return text;
}

std::string words_text(const Json& words) {
    std::string text;
    for (const Json& word : words) {
        text += " " + word.get<std::string>();
    }
    return text;
}

} // namespace tsrpc::conformance
