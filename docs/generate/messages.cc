// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/row_text.hpp"
#include "docs/generate/pages.hpp"
#include "tsrpc/names.hpp"

#include <fmt/format.h>

#include <iterator>

namespace tsrpc::docs {
namespace {

constexpr const char* introduction =
    R"md(Each message in each direction, bit by bit: W3 to W7 are the five argument registers of an FF-A direct message.
[abi.md](abi.md) says what the fields mean; `tsrpc decode` reads frames by the same tables ([decode.md](decode.md)).

| rule | the bits are |
| ---- | ------------ |
)md";

constexpr const char* doorbell = R"md(
A service call request without shared memory (a doorbell), whose memory_handle is all ones, has request_length 0.
)md";

std::string rules() {
    std::string text;
    for (const Rule rule : {Rule::value, Rule::fixed, Rule::mbz, Rule::res, Rule::echo}) {
        text += fmt::format("| {} | {} |\n", name(rule), report::rule_meaning(rule));
    }
    return text;
}

std::string table(const Layout& layout) {
    std::string text = fmt::format("\n## {} {}\n\n| bits | field | rule |\n| ---- | ----- | ---- |\n",
                                   name(layout.message), name(layout.direction));
    for (const Row& row : layout) {
        fmt::format_to(std::back_inserter(text), "| {} | {} | {} |\n",
                       report::bits_name(row.reg, row.lsb, row.width).c_str(), report::row_label(layout, row).c_str(),
                       report::table_rule_text(row).c_str());
    }
    return text;
}

} // namespace

std::string messages_page() {
    std::string text =
        page_head("Messages", "the layout tables in abi/include/tsrpc/layout.hpp") + introduction + rules() + doorbell;
    for (const Layout* layout : layouts::all) {
        text += table(*layout);
    }
    return text;
}

} // namespace tsrpc::docs
