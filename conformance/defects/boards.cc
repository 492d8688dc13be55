// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/defects/boards.hpp"

#include "conformance/engine/execute.hpp"
#include "conformance/sp/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

constexpr std::string_view no_events = "shows only in what the SP asks of its SPMC";
constexpr std::string_view no_refusal = "needs an SPMC that refuses";
constexpr std::string_view one_sender = "needs a second sender id";
constexpr std::string_view no_boot = "needs an SP as after boot";
constexpr std::string_view no_handles = "needs handles that the runner chooses";
constexpr std::string_view services_only = "needs requests that the driver does not send";
constexpr std::string_view no_client = "the driver's client id is 0";
constexpr std::string_view no_tag = "the driver's tag is 0";

/// The tests whose case a firmware board cannot express, and why.
const std::map<std::string_view, std::string_view>& beyond_firmware() {
    static const std::map<std::string_view, std::string_view> beyond = {
        {"version.any_sender", no_boot},
        {"service_info.any_time", no_boot},
        {"call.assigned_at_boot", no_boot},
        {"memory.retrieve_handle", no_handles},
        {"memory.relinquish_handle", no_handles},
        {"memory.retrieve_sender", one_sender},
        {"memory.retrieve_tag", no_events},
        {"memory.refused_retrieve", no_refusal},
        {"memory.refused_retrieve_status", no_refusal},
        {"memory.refused_retrieve_takes_no_slot", no_refusal},
        {"memory.refused_relinquish", no_refusal},
        {"memory.refused_relinquish_status", no_refusal},
        {"memory.refused_relinquish_keeps", no_refusal},
        {"memory.relinquish_single_bit", no_handles},
        {"memory.relinquished_at_end", no_boot},
        {"call.both_handle_halves", no_handles},
        {"call.any_handle", no_handles},
        {"call.sender", one_sender},
    };
    return beyond;
}

std::string_view why_not_on_firmware(const Defect& defect) {
    switch (defect.needs) {
    case Needs::second_sender: return one_sender;
    case Needs::spmc_events: return no_events;
    case Needs::chosen_handles: return no_handles;
    case Needs::client_id:
    case Needs::tag:
    case Needs::nothing: break;
    }
    const auto found = beyond_firmware().find(defect.test);
    if (found != beyond_firmware().end()) {
        return found->second;
    }
    return area(*find_requirement(defect.test)) == "isolation" ? one_sender : std::string_view{};
}

/// A driver sends SERVICE_INFO and service calls of what it has, with tag 0.
std::string_view why_not_on_driver(const Defect& defect) {
    const Requirement& requirement = *find_requirement(defect.test);
    if (const std::string_view why = why_not_on_firmware(defect); !why.empty()) {
        return why;
    }
    if (defect.needs == Needs::client_id) {
        return no_client;
    }
    if (defect.needs == Needs::tag) {
        return no_tag;
    }
    for (const std::string_view id :
         {"call.unassigned_interface", "call.unassigned_interface_status", "call.unknown_handle",
          "call.unknown_handle_status", "memory.relinquish_twice", "memory.relinquish_unknown",
          "memory.relinquish_unknown_status", "memory.retrieve_reserved_zero", "memory.relinquish_reserved_zero",
          "memory.held_until_relinquished", "memory.contents_kept", "exhaustion.refused_cleanly", "exhaustion.status",
          "endurance.errors", "call.relinquished_handle", "call.length_over_memory", "call.length_over_memory_status",
          "call.doorbell_with_length", "call.own_size"}) {
        if (requirement.id == id) {
            return services_only;
        }
    }
    for (const std::string_view other : {"version", "control", "management", "robustness"}) {
        if (area(requirement) == other) {
            return services_only;
        }
    }
    return {};
}

bool is_caught_by_suite(const Defect& defect, BoardKind kind) {
    const Link link = board_in_process(defective_sp_plugin(defect), kind);
    SuiteRun run = {[link] { return link; }, SuiteOptions{}, {}, {}, {}};
    run.options.sequences = 300;
    const auto catches = [&](const Case& test) {
        const Verdict verdict = execute(test, run).verdict;
        return is_failure(verdict) || verdict == Verdict::warn;
    };
    // Its own test first: most defects take one.
    const auto own = std::ranges::find_if(sp_cases(), [&](const Case& c) { return c.requirement->id == defect.test; });
    return catches(*own) || std::ranges::any_of(sp_cases(), catches);
}

/// In a child, since a defect may crash or hang it, which is caught too.
bool is_caught_apart(const Defect& defect, BoardKind kind) {
    const pid_t pid = fork();
    if (pid == 0) {
        constexpr rlimit seconds = {60, 61}; // of CPU time: one that hangs, however busy the machine is
        setrlimit(RLIMIT_CPU, &seconds);
        _exit(is_caught_by_suite(defect, kind) ? 1 : 0);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

} // namespace

std::vector<BoardUnderTest> boards_under_test() {
    return {{"firmware board", BoardKind::firmware}, {"driver board", BoardKind::driver}};
}

std::vector<Variant> variants_for_boards() {
    std::vector<Variant> variants = all_variants();
    std::erase_if(variants, [](const Variant& variant) {
        return variant.moves_interface_ids || !variant.warns.empty() || !variant.fails.empty();
    });
    return variants;
}

std::vector<BoardRow> board_table(BoardKind kind) {
    static const std::vector<Defect> defects = all_defects();
    std::vector<BoardRow> rows;
    for (const Defect& defect : defects) {
        const std::string_view why_not =
            kind == BoardKind::firmware ? why_not_on_firmware(defect) : why_not_on_driver(defect);
        rows.push_back({&defect, why_not, why_not.empty() && is_caught_apart(defect, kind)});
    }
    return rows;
}

std::string board_section(const BoardUnderTest& board, const std::vector<BoardRow>& rows) {
    const auto is_visible = [](const BoardRow& row) { return row.why_not.empty(); };
    std::string text = fmt::format(
        "## On the {}\n\nThe suite catches {} of the {} defects that can be seen. The table lists those that it "
        "misses (\"missed\") and those\nthat cannot be seen:\n\n",
        board.name, std::ranges::count_if(rows, &BoardRow::is_caught), std::ranges::count_if(rows, is_visible));
    text += "| defect | its test | why it is not seen |\n| ------ | -------- | ------------------ |\n";
    for (const BoardRow& row : rows) {
        if (!row.is_caught) {
            text += fmt::format("| {} | `{}` | {} |\n", row.defect->name, row.defect->test,
                                is_visible(row) ? "missed" : row.why_not);
        }
    }
    return text;
}

std::string boards_page() {
    std::string page = R"(<!-- SPDX-License-Identifier: BSD-3-Clause -->
# What can be seen from a board

`./bazelw run //conformance/defects:boards_page` prints this page.

The suite was run on each planted defect behind two simulated boards. On both the SP cannot be reset, there is one
sender id, and the SPMC chooses handles, shows nothing and refuses nothing. Beside the *firmware* any words can be sent;
behind the *driver* of an operating system, only services can be called.
)";
    for (const BoardUnderTest& board : boards_under_test()) {
        page += '\n' + board_section(board, board_table(board.kind));
    }
    return page;
}

} // namespace tsrpc::conformance
