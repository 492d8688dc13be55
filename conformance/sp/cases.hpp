// SPDX-License-Identifier: BSD-3-Clause
//
// The endpoint suite: one test a requirement, under the requirement's id.
#ifndef TSRPC_CONFORMANCE_SP_CASES_HPP
#define TSRPC_CONFORMANCE_SP_CASES_HPP

#include "conformance/engine/case.hpp"
#include "conformance/sp/sp.hpp"

#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// All tests, in the catalogue's order.
const std::vector<Case>& sp_cases();

/// What TSRPC_SP_TEST makes. Ends the program for an id that the catalogue lacks.
struct RegisterSpCase {
    RegisterSpCase(std::string_view id, void (*body)(Sp& sp), const char* file, int line);
};

} // namespace tsrpc::conformance

/// Defines the test of requirement "AREA.NAME"; a body with `Sp& sp` follows.
#define TSRPC_SP_TEST(AREA, NAME)                                                                                      \
    static void sp_test_##AREA##_##NAME(::tsrpc::conformance::Sp& sp);                                                 \
    static const ::tsrpc::conformance::RegisterSpCase sp_case_##AREA##_##NAME(                                         \
        #AREA "." #NAME, &sp_test_##AREA##_##NAME, __FILE__, __LINE__);                                                \
    static void sp_test_##AREA##_##NAME(::tsrpc::conformance::Sp& sp)

#endif // TSRPC_CONFORMANCE_SP_CASES_HPP
