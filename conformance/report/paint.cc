// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/paint.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {
namespace {

/// "Select Graphic Rendition" of ECMA-48.
int colour(Verdict verdict) {
    constexpr int red = 31;
    constexpr int green = 32;
    constexpr int yellow = 33;
    constexpr int cyan = 36;
    switch (verdict) {
    case Verdict::pass: return green;
    case Verdict::warn:
    case Verdict::known_fail: return yellow;
    case Verdict::skip:
    case Verdict::unreachable: return cyan;
    case Verdict::fail:
    case Verdict::crashed:
    case Verdict::hung:
    case Verdict::error:
    case Verdict::not_run: break;
    }
    return red;
}

} // namespace

std::string Paint::operator()(Verdict verdict, std::string_view text) const {
    return on_ ? fmt::format("\x1b[{}m{}\x1b[0m", colour(verdict), text) : std::string(text);
}

} // namespace tsrpc::conformance
