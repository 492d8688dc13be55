// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/report_formats.hpp"

#include "conformance/report/html_page.hpp"
#include "conformance/report/report_json.hpp"

namespace tsrpc::conformance {
namespace {

/// JSON as it can stand in a <script>: there "</script" and "<!--" would mean something.
std::string in_script(const std::string& json) {
    std::string out;
    out.reserve(json.size() + json.size() / 8);
    for (const char c : json) {
        out += c == '<' ? std::string("\\u003c") : std::string(1, c);
    }
    return out;
}

} // namespace

std::string to_html(const Report& report) {
    constexpr std::string_view page = html_page;
    constexpr std::string_view mark = "{{report}}";
    constexpr size_t place = page.find(mark);
    static_assert(place != page.npos);
    std::string text(page.substr(0, place));
    text += in_script(to_json(report));
    return text += page.substr(place + mark.size());
}

} // namespace tsrpc::conformance
