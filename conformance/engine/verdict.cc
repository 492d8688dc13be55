// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/engine/verdict.hpp"

namespace tsrpc::conformance {

std::string_view name(Verdict verdict) {
    switch (verdict) {
    case Verdict::pass: return "PASS";
    case Verdict::fail: return "FAIL";
    case Verdict::warn: return "WARN";
    case Verdict::skip: return "SKIP";
    case Verdict::unreachable: return "UNREACHABLE";
    case Verdict::crashed: return "CRASHED";
    case Verdict::hung: return "HUNG";
    case Verdict::error: return "ERROR";
    case Verdict::known_fail: return "KNOWN FAIL";
    case Verdict::not_run: break;
    }
    return "NOT RUN";
}

} // namespace tsrpc::conformance
