// SPDX-License-Identifier: BSD-3-Clause
//
// The caller suite: one test a requirement, under the requirement's id.
#ifndef TSRPC_CONFORMANCE_CALLER_CASES_HPP
#define TSRPC_CONFORMANCE_CALLER_CASES_HPP

#include "conformance/caller/user.hpp"
#include "conformance/engine/case.hpp"

#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// All tests, in the catalogue's order.
const std::vector<Case>& caller_cases();

/// What TSRPC_CALLER_TEST makes. Ends the program for an id that the catalogue lacks.
struct RegisterCallerCase {
    RegisterCallerCase(std::string_view id, void (*body)(User& user), const char* file, int line);
};

} // namespace tsrpc::conformance

/// Defines the test of requirement "AREA.NAME"; a body with `User& user` follows.
#define TSRPC_CALLER_TEST(AREA, NAME)                                                                                  \
    static void caller_test_##AREA##_##NAME(::tsrpc::conformance::User& user);                                         \
    static const ::tsrpc::conformance::RegisterCallerCase caller_case_##AREA##_##NAME(                                 \
        #AREA "." #NAME, &caller_test_##AREA##_##NAME, __FILE__, __LINE__);                                            \
    static void caller_test_##AREA##_##NAME(::tsrpc::conformance::User& user)

#endif // TSRPC_CONFORMANCE_CALLER_CASES_HPP
