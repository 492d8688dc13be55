// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/caller_script.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tsrpc::conformance {
namespace {

constexpr Note notes[] = {
    {"Typical", "BASIC", "What an application does.", "Nothing works."},
    {"Version", "TOO_LENIENT", "Endpoints of another protocol version than 1.",
     "The caller sends frames that the endpoint understands in another way."},
    {"Session", "STATE", "Sessions with several services and endpoints, open and closed.",
     "A call goes to another service or endpoint."},
    {"InterfaceId", "LAYOUT", "Interface ids of all values that services can have.",
     "The call goes to another service, or is taken for a management call."},
    {"Sharing", "STATE", "Memory is shared, retrieved, relinquished and reclaimed, or some of that is refused.",
     "Pages that the endpoint can still write are used for something else, or are lost."},
    {"Handle", "LAYOUT", "Memory handles of unusual values.",
     "The endpoint retrieves, uses or relinquishes other memory."},
    {"Length", "TOO_LENIENT", "Request and response lengths up to the memory's size, and over it.",
     "The application reads or the endpoint is told of bytes beyond the memory."},
    {"Opcode", "LAYOUT", "Opcodes of every bit.", "The service does something else than it was asked for."},
    {"RpcStatus", "CONFUSION", "RPC statuses with a name and without, all of which but 0 are errors.",
     "The caller takes an error for success."},
    {"FfaError", "CONFUSION", "FF-A refuses to deliver a message, to share or to reclaim.",
     "The caller takes stale registers for an answer, or sends a call twice."},
    {"ServiceStatus", "LAYOUT", "Service statuses of every bit.", "The application sees another result."},
    {"WithoutFrame", "TOO_LENIENT", "The user does what must be refused without a frame.",
     "Use after free, or memory of one endpoint shown to another."},
    {"Random", "STATE", "Operations in an order that nobody chose.", "A state that no other script reaches is wrong."},
};

std::string text_of(const Json& json) { return json.get<std::string>(); }

std::string or_dash(const Json& object, const char* key) {
    const std::string text = object.value(key, "");
    return text.empty() ? "-" : text;
}

std::string ask_text(const Json& ask) {
    const std::string kind = text_of(ask["ask"]);
    const std::string head = "ask " + text_of(ask["occurs"]) + " " + kind;
    const int error = ask.value("error", 0);
    if (kind == "partition_ids") {
        return fmt::format("{} {} {}\n", head, text_of(ask["uuid"]),
                           fmt::join(ask["ids"].get<std::vector<unsigned>>(), " "));
    }
    if (kind == "share") {
        return fmt::format("{} {} {} {} {}\n", head, ask["endpoint"].get<unsigned>(), ask["pages"].get<unsigned>(),
                           error, ask.value("handle", hex64(0)));
    }
    if (kind == "reclaim") {
        return fmt::format("{} {} {}\n", head, text_of(ask["handle"]), error);
    }
    return fmt::format("{} {}{}{} {}{} {} {}\n", head, ask["endpoint"].get<unsigned>(), words_text(ask["words"]),
                       words_text(ask["mask"]), error, words_text(ask.value("response", report::registers_to_json({}))),
                       or_dash(ask, "sees"), or_dash(ask, "writes"));
}

/// The operation and its operands, in the order in which the file has them.
std::string user_text(const Json& user) {
    std::string text = "user";
    for (const auto& [key, value] : user.items()) {
        text += " " + (!value.is_string() ? value.dump() : value.get<std::string>().empty() ? "-" : text_of(value));
    }
    return text + "\n";
}

} // namespace

ScriptFile caller_scripts() {
    ScriptFile file = {"caller-exchanges.schema.json", notes, {}};
    add_session_scripts(file.scripts);
    add_sharing_scripts(file.scripts);
    add_result_scripts(file.scripts);
    add_random_caller_scripts(file.scripts);
    return file;
}

std::string caller_text(const ScriptFile& file) {
    std::string text =
        "# SPDX-License-Identifier: BSD-3-Clause\n"
        "# Scripts of what a TS-RPC caller's user does: the same as caller-exchanges-v1.json, a thing a line. "
        "README.md\n# says what the lines mean.\n";
    for (const Json& script : file.scripts) {
        text += fmt::format("script {} {} {}\n", text_of(script["id"]), script["needs"]["sessions"].get<unsigned>(),
                            script["needs"]["memories"].get<unsigned>());
        for (const Json& step : script["steps"]) {
            text += user_text(step["user"]);
            for (const Json& ask : step["asks"]) {
                text += ask_text(ask);
            }
            text += fmt::format("result {} {} {} {}\n", text_of(step["result"]), step.value("service_status", 0u),
                                step.value("response_length", 0u), or_dash(step, "response"));
        }
    }
    return text;
}

} // namespace tsrpc::conformance
