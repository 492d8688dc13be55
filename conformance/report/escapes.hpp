// SPDX-License-Identifier: BSD-3-Clause
//
// Terminals' escape sequences (ECMA-48), with which logs are coloured. It uses no library: docs/decode.html runs it.
#ifndef TSRPC_REPORT_ESCAPES_HPP
#define TSRPC_REPORT_ESCAPES_HPP

#include <stddef.h>

namespace tsrpc::report {

inline constexpr char escape = '\x1b';

/// Takes the escape sequences out of a line, in place: colours, links and whatever else begins with ESC. Of one that
/// does not end as it must ESC alone is taken out. Returns how long the line is then.
size_t take_out_escapes(char* line, size_t length);

} // namespace tsrpc::report

#endif // TSRPC_REPORT_ESCAPES_HPP
