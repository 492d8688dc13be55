// SPDX-License-Identifier: BSD-3-Clause
//
// The endpoint suite: one test a requirement, under the requirement's id.
#ifndef TSRPC_CONFORMANCE_SP_CASES_HPP
#define TSRPC_CONFORMANCE_SP_CASES_HPP

#include "conformance/sp/run.hpp"

#include <vector>

namespace tsrpc::conformance {

struct Case {
    const Requirement* requirement;
    void (*body)(Run& run);
};

/// All tests, in the catalogue's order.
const std::vector<Case>& sp_cases();

/// What TSRPC_SP_TEST makes. Ends the program for an id that the catalogue lacks.
struct RegisterCase {
    RegisterCase(std::string_view id, void (*body)(Run& run));
};

} // namespace tsrpc::conformance

/// Defines the test of requirement "AREA.NAME"; a body with `Run& run` follows.
#define TSRPC_SP_TEST(AREA, NAME)                                                                                      \
    static void sp_test_##AREA##_##NAME(::tsrpc::conformance::Run& run);                                               \
    static const ::tsrpc::conformance::RegisterCase sp_case_##AREA##_##NAME(#AREA "." #NAME,                           \
                                                                            &sp_test_##AREA##_##NAME);                 \
    static void sp_test_##AREA##_##NAME(::tsrpc::conformance::Run& run)

#endif // TSRPC_CONFORMANCE_SP_CASES_HPP
