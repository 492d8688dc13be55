// SPDX-License-Identifier: BSD-3-Clause
//
// Calls into the part of the program that was compiled with another version of tsrpc.hpp.
#ifndef TSRPC_CODEC_TESTS_OTHER_VERSION_HPP
#define TSRPC_CODEC_TESTS_OTHER_VERSION_HPP

#include <stdint.h>

/// Whether five words are a SERVICE_INFO request there.
bool is_service_info_in_other_version(const uint32_t words[5]);

#endif // TSRPC_CODEC_TESTS_OTHER_VERSION_HPP
