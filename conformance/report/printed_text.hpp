// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_PRINTED_TEXT_HPP
#define TSRPC_CONFORMANCE_REPORT_PRINTED_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// What a target printed: a heading, and "| " before each of the last `most` lines. Nothing where it printed nothing.
std::string printed_text(std::string_view printed, size_t most);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_PRINTED_TEXT_HPP
