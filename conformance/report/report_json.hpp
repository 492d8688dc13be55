// SPDX-License-Identifier: BSD-3-Clause
//
// Reports as JSON, which conformance/report/report.schema.json describes.
#ifndef TSRPC_CONFORMANCE_REPORT_REPORT_JSON_HPP
#define TSRPC_CONFORMANCE_REPORT_REPORT_JSON_HPP

#include "conformance/report/report.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// The value of a report's key "format".
inline constexpr std::string_view report_format = "tsrpc-report-1";

/// One JSON object, a line a result.
std::string to_json(const Report& report);

/// A text that is no report; the message names the key by its place, "results[3].verdict", and says what was expected.
class ReportError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads what `to_json` wrote. Throws ReportError.
Report parse_report(std::string_view text);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_REPORT_JSON_HPP
