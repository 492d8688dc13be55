// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/endpoint_script.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {
namespace {

constexpr Note notes[] = {
    {"Version", "BASIC", "GET_VERSION before, between and after other requests.",
     "Callers that ask for the version later give the endpoint up."},
    {"UnknownOpcode", "CONFUSION", "Management opcodes that version 1 does not define.",
     "An endpoint that looks at part of the opcode runs another call, and may give memory up."},
    {"ServiceUuid", "LAYOUT", "UUIDs of hosted services, and others that differ from them in little.",
     "The service is not found, or another one is taken for it."},
    {"Retrieve", "STATE", "Memory is retrieved, and again after it was relinquished.",
     "A slot is lost each time, until no memory can be shared."},
    {"Relinquish", "STATE", "Memory is relinquished: once, twice, never retrieved.",
     "The owner cannot reclaim its pages, or the endpoint asks the SPMC for what it does not have."},
    {"Tag", "LAYOUT", "Memory is shared with tags other than 0.", "The SPMC refuses memory that callers share."},
    {"SpmcRefusal", "STATE", "The SPMC refuses to retrieve or to relinquish.",
     "The endpoint believes that it has memory which it has not, or forgets memory which it still has."},
    {"HandleBits", "LAYOUT", "Handles that differ in one bit or one half, or have unusual values.",
     "A call uses other memory than it names."},
    {"Order", "STATE", "Memory is used before it is retrieved, or after it was relinquished.",
     "The endpoint touches pages that are not mapped, or that belong to someone else by then."},
    {"Call", "BASIC", "Calls that the service serves.", "Nothing works."},
    {"ServiceStatus", "LAYOUT", "Service statuses of every bit, also such as RPC statuses have.",
     "The caller's application sees another result, or an error where there was none."},
    {"Doorbell", "CONFUSION", "Calls without memory, while some is held and while none is.",
     "The service is given memory that the caller did not name, or the call is refused."},
    {"Length", "TOO_LENIENT", "Request lengths around the memory's size.",
     "The service reads and writes beyond the shared pages."},
    {"ServiceRefusal", "CONFUSION", "The service refuses the request.",
     "The caller takes a refusal for success, or reads stale registers as a result."},
    {"NoService", "TOO_LENIENT", "Calls to an interface id that no service has.",
     "The endpoint jumps through a table entry that is not there, or calls another service."},
    {"Sender", "LAYOUT", "Senders of any 16-bit id.", "Hypervisors, other SPs or VMs are not served."},
    {"Isolation", "ISOLATION", "Callers name memory of others.",
     "A caller reads, changes or takes away another's memory."},
    {"Contents", "ISOLATION", "What is in memory is looked at after requests that should leave it alone.",
     "Data of one caller is lost, or shows up in the memory of another."},
    {"Random", "STATE", "Requests in an order that nobody chose.", "A state that no other script reaches is wrong."},
};

std::string step_text(const Json& step) {
    std::string text;
    if (step.contains("write")) {
        text += fmt::format("write {} {}\n", step["write"]["handle"].get<std::string>(),
                            step["write"]["bytes"].get<std::string>());
    }
    if (step.contains("spmc")) {
        const Json& spmc = step["spmc"];
        text += fmt::format("spmc {} {} {} {} {} {} {}\n", spmc["operation"].get<std::string>(),
                            spmc["sender"].get<unsigned>(), spmc["handle"].get<std::string>(),
                            spmc["tag"].get<std::string>(), spmc["result"].get<int>(), spmc.value("pages", 0),
                            spmc.value("new", false) ? "new" : "kept");
    }
    const Json& response = step["response"];
    text += fmt::format("request {} {}{}\n", step["sender"].get<unsigned>(), step.value("service", "-"),
                        words_text(step["request"]));
    text += fmt::format("response {}{}{}{}\n", response["refused"].get<bool>() ? "refused" : "-",
                        words_text(response["words"]), words_text(response["must"]), words_text(response["should"]));
    if (step.contains("memory")) {
        text += fmt::format("memory {} {}\n", step["memory"]["handle"].get<std::string>(),
                            step["memory"]["bytes"].get<std::string>());
    }
    return text;
}

} // namespace

ScriptFile endpoint_scripts() {
    ScriptFile file = {"endpoint-exchanges.schema.json", notes, {}};
    add_management_scripts(file.scripts);
    add_memory_scripts(file.scripts);
    add_call_scripts(file.scripts);
    add_isolation_scripts(file.scripts);
    add_random_scripts(file.scripts);
    return file;
}

std::string endpoint_text(const ScriptFile& file) {
    std::string text =
        "# SPDX-License-Identifier: BSD-3-Clause\n"
        "# Scripts of requests to a TS-RPC endpoint: the same as endpoint-exchanges-v1.json, a thing a line. "
        "README.md says\n# what the lines mean.\n";
    for (const Json& script : file.scripts) {
        const Json& needs = script["needs"];
        text += fmt::format("script {} {} {} {} {}\n", script["id"].get<std::string>(),
                            needs["services"].get<unsigned>(), needs["regions"].get<unsigned>(),
                            needs["pages"].get<unsigned>(), needs["unassigned_id"].get<bool>() ? 1 : 0);
        for (const Json& step : script["steps"]) {
            text += step_text(step);
        }
    }
    return text;
}

} // namespace tsrpc::conformance
