// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/escapes.hpp"

namespace tsrpc::report {
namespace {

constexpr bool is_within(char c, char first, char last) { return c >= first && c <= last; }

const char* behind_all(const char* c, const char* end, char first, char last) {
    while (c != end && is_within(*c, first, last)) {
        ++c;
    }
    return c;
}

/// Behind the character if it is one of those, else `otherwise`.
const char* behind_one(const char* c, const char* end, char first, char last, const char* otherwise) {
    return c != end && is_within(*c, first, last) ? c + 1 : otherwise;
}

/// Behind BEL or ESC \, which end a string.
const char* behind_string(const char* c, const char* end, const char* otherwise) {
    for (; c != end; ++c) {
        if (*c == '\a') {
            return c + 1;
        }
        if (*c == escape) {
            return end - c >= 2 && c[1] == '\\' ? c + 2 : otherwise;
        }
    }
    return otherwise;
}

/// Behind the sequence that ESC begins.
const char* behind_sequence(const char* esc, const char* end) {
    const char* const c = esc + 1;
    if (c == end) {
        return c;
    }
    switch (*c) {
    case '[': // CSI
        return behind_one(behind_all(behind_all(c + 1, end, '0', '?'), end, ' ', '/'), end, '@', '~', c);
    case ']': // OSC
    case 'P': // DCS
    case 'X': // SOS
    case '^': // PM
    case '_': // APC
        return behind_string(c + 1, end, c);
    default: return behind_one(behind_all(c, end, ' ', '/'), end, '0', '~', c);
    }
}

} // namespace

size_t take_out_escapes(char* line, size_t length) {
    const char* const end = line + length;
    char* out = line;
    for (const char* c = line; c != end;) {
        if (*c == escape) {
            c = behind_sequence(c, end);
        } else {
            *out++ = *c++;
        }
    }
    return static_cast<size_t>(out - line);
}

} // namespace tsrpc::report
