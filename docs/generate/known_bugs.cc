// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/defects/known_bugs.hpp"
#include "conformance/requirements/catalogue.hpp"
#include "docs/generate/pages.hpp"

#include <fmt/format.h>

#include <string_view>

namespace tsrpc::docs {
namespace {

using namespace tsrpc::conformance;

constexpr const char* introduction =
    R"md(What real callers and endpoints do wrong, as far as we know, what it does to their users, and what catches it.

Each bug is planted around a caller or an endpoint of our own, under the name in quotation marks, and
`conformance/defects:caller_defects_test` or `conformance/defects:defects_test` proves that the test which is named here
catches it. `PATH.so` is your [caller](attaching-a-caller.md) or [SP](attaching-an-sp.md).
)md";

constexpr const char* allowed = R"md(
## Allowed, with consequences

The ABI leaves these open, so no test fails for them: a test notes what happens. Each entry also says what is
forbidden.
)md";

constexpr const char* unseen = R"md(
## Not seen from here

These do not show through the functions of a plugin.
)md";

/// `text` in lines of 120 columns, broken at spaces; those after the first begin with `indent`.
std::string in_lines(std::string text, std::string_view indent = "") {
    constexpr size_t most = 120;
    std::string lines;
    while (text.size() > most) {
        const size_t end = text.rfind(' ', most);
        lines += text.substr(0, end) + '\n';
        text.replace(0, end + 1, indent);
    }
    return lines + text + '\n';
}

std::string link(const Requirement& requirement) {
    return fmt::format("[{}](requirements.md#{}-{})", requirement.id, name(requirement.role), area(requirement));
}

std::string head(std::string_view title, std::string_view seen_in) {
    return fmt::format("\n### {}\n\n{}\n", title, in_lines(fmt::format("Seen in: {}.", seen_in)));
}

std::string command(const Requirement& requirement) {
    return fmt::format("`tsrpc check {} --run {} --target plugin:PATH.so`",
                       requirement.role == Role::caller ? "caller" : "sp", requirement.id);
}

/// What catches it: the requirement, the command, the planted defect.
std::string evidence(const Proof& proof) {
    const Requirement& requirement = *find_requirement(proof.requirement);
    return in_lines(
               fmt::format("- caught by {}, {}: {}", link(requirement), name(requirement.level), requirement.sentence),
               "  ") +
           fmt::format("- shown by {}\n- planted as \"{}\"\n", command(requirement), proof.defect);
}

std::string section(Role role) {
    std::string text = role == Role::caller ? "\n## Callers\n" : "\n## Endpoints\n";
    for (const KnownBug& bug : known_bugs()) {
        if (find_requirement(bug.proof.requirement)->role == role) {
            text += head(bug.title, bug.seen_in) + in_lines(std::string(bug.effect)) + "\n" + evidence(bug.proof);
        }
    }
    return text;
}

std::string section_of_habits() {
    std::string text = allowed;
    for (const Habit& habit : known_habits()) {
        const Requirement& noted_by = *find_requirement(habit.noted_by);
        text += head(habit.title, habit.seen_in) + in_lines(std::string(habit.effect)) + "\n" +
                fmt::format("- noted by {}\n- shown by {}\n\n", link(noted_by), command(noted_by)) +
                in_lines(fmt::format("It is forbidden {}.", habit.forbidden)) + "\n" + evidence(habit.proof);
    }
    return text;
}

std::string section_of_the_hidden() {
    std::string text = unseen;
    for (const HiddenBug& bug : hidden_bugs()) {
        text +=
            head(bug.title, bug.seen_in) + in_lines(std::string(bug.effect)) + "\n" + in_lines(std::string(bug.why));
    }
    return text;
}

} // namespace

std::string known_bugs_page() {
    return page_head("Known bugs", "conformance/defects/known_bugs.cc") + introduction + section(Role::caller) +
           section(Role::endpoint) + section_of_habits() + section_of_the_hidden();
}

} // namespace tsrpc::docs
