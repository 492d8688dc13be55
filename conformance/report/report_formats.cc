// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/report_formats.hpp"

#include "conformance/report/report_json.hpp"

#include <algorithm>

namespace tsrpc::conformance {

std::span<const ReportFormat> report_formats() {
    static constexpr ReportFormat rows[] = {
        {"xml", to_junit}, {"json", to_json}, {"html", to_html}, {"tap", to_tap}, {"md", to_markdown},
    };
    return rows;
}

const ReportFormat* find_report_format(std::string_view name) {
    const auto found = std::ranges::find(report_formats(), name, &ReportFormat::name);
    return found == report_formats().end() ? nullptr : &*found;
}

} // namespace tsrpc::conformance
