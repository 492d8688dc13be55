// SPDX-License-Identifier: BSD-3-Clause
//
// Calls into the parts of the program that were compiled with another version of tsrpc.hpp, and of tsrpc.h.
#ifndef TSRPC_CODEC_TESTS_OTHER_VERSION_HPP
#define TSRPC_CODEC_TESTS_OTHER_VERSION_HPP

#include <stdint.h>

/// Whether five words are a SERVICE_INFO request there.
bool is_service_info_in_other_version(const uint32_t words[5]);

/// The same in C, by this version and by the other one.
extern "C" int is_service_info_in_c(const uint32_t words[5]);
extern "C" int is_service_info_in_other_version_in_c(const uint32_t words[5]);

#endif // TSRPC_CODEC_TESTS_OTHER_VERSION_HPP
