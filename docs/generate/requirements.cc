// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/requirements/catalogue.hpp"
#include "docs/generate/pages.hpp"

#include <fmt/format.h>

#include <iterator>

namespace tsrpc::docs {
namespace {

using namespace tsrpc::conformance;

constexpr const char* introduction =
    R"md(What the suites demand of an endpoint and of a caller. An id is permanent, and also names the test: run an endpoint's by
`tsrpc check sp --run ID`, a caller's by `tsrpc check caller --run ID`. A source such as "abi.md §3" is a section of
[abi.md](abi.md); "plugin.h" is [the interface of plugins](../conformance/include/tsrpc/plugin.h).

| level | meaning |
| ----- | ------- |
| MUST | the ABI documents say so, or nothing that they define works without it |
| SHOULD | the documents give no rule, and the reference implementations agree |
| AMBIGUOUS | the documents can be read two ways, or leave it open: a test notes what it sees and never fails |
)md";

/// A sentence in a table's cell.
std::string cell(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        escaped += c == '|' ? std::string("\\|") : std::string(1, c);
    }
    return escaped;
}

} // namespace

std::string requirements_page() {
    std::string text = page_head("Requirements", "conformance/requirements/catalogue.cc") + introduction;
    std::string section;
    for (const Requirement& requirement : catalogue()) {
        const std::string here = fmt::format("{}: {}", name(requirement.role), area(requirement));
        if (here != section) {
            section = here;
            text += fmt::format("\n## {}\n\n| id | level | sentence | source |\n| -- | ----- | -------- | ------ |\n",
                                section);
        }
        fmt::format_to(std::back_inserter(text), "| {} | {} | {} | {} |\n", requirement.id, name(requirement.level),
                       cell(requirement.sentence), requirement.source);
    }
    return text;
}

} // namespace tsrpc::docs
