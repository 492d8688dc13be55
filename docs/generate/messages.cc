// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/frame_text.hpp"
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
| value | the field's value; a value that the field cannot have is named |
| fixed | this constant, in every frame |
| MBZ | 0: "Reserved (MBZ)" in the ABI documents |
| RES | 0 from a careful sender, a SHOULD: "Reserved", with no MBZ in the ABI documents |
| echo | those of the request; in management responses they are always this constant |

A service call request without shared memory (a doorbell), whose memory_handle is all ones, has request_length 0.
)md";

std::string rule(const Row& row) {
    if (row.rule == Rule::echo && !carries_value(row)) {
        return fmt::format("echo 0x{:0{}x}", row.constant, row.width / 4);
    }
    const int64_t never = carries_value(row) && row.rule == Rule::value ? excluded(row.field) : any;
    return never == any ? report::rule_text(row) : fmt::format("value, not {}", never);
}

std::string table(const Layout& layout) {
    std::string text = fmt::format("\n## {} {}\n\n| bits | field | rule |\n| ---- | ----- | ---- |\n",
                                   name(layout.message), name(layout.direction));
    for (const Row& row : layout) {
        fmt::format_to(std::back_inserter(text), "| {} | {} | {} |\n", report::bits_name(row.reg, row.lsb, row.width),
                       report::row_label(layout, row), rule(row));
    }
    return text;
}

} // namespace

std::string messages_page() {
    std::string text = page_head("Messages", "the layout tables in abi/include/tsrpc/layout.hpp") + introduction;
    for (const Layout* layout : layouts::all) {
        text += table(*layout);
    }
    return text;
}

} // namespace tsrpc::docs
