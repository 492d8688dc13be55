// SPDX-License-Identifier: BSD-3-Clause
//
// Each operation on each message twice, as two functions that take and give the same: one by the codec, one by hand.
// Their instructions are counted, and their times measured.
//
//   MESSAGE_pack_by            a message at an address to registers at an address
//   MESSAGE_strict_by          registers and request to a message, or false
//   MESSAGE_lenient_by         registers to a message, or false
//   MESSAGE_check_by           whether the strict form accepts
#ifndef TSRPC_CODEC_BENCH_FUNCTIONS_HPP
#define TSRPC_CODEC_BENCH_FUNCTIONS_HPP

#include "by_hand.hpp"

#include "tsrpc/codec.hpp"

#define BENCH_EACH_MESSAGE(DO)                                                                                         \
    DO(get_version_request, GetVersionRequest)                                                                         \
    DO(get_version_response, GetVersionResponse)                                                                       \
    DO(retrieve_mem_request, RetrieveMemRequest)                                                                       \
    DO(retrieve_mem_response, RetrieveMemResponse)                                                                     \
    DO(relinquish_mem_request, RelinquishMemRequest)                                                                   \
    DO(relinquish_mem_response, RelinquishMemResponse)                                                                 \
    DO(service_info_request, ServiceInfoRequest)                                                                       \
    DO(service_info_response, ServiceInfoResponse)                                                                     \
    DO(service_call_request, ServiceCallRequest)                                                                       \
    DO(service_call_response, ServiceCallResponse)

#define BENCH_DECLARE(name, type)                                                                                      \
    void name##_pack_by_codec(const tsrpc::type* message, tsrpc::Registers* words);                                    \
    void name##_pack_by_hand(const by_hand::type* message, by_hand::Frame* words);                                     \
    bool name##_strict_by_codec(const tsrpc::Registers* words, const tsrpc::Registers* request, tsrpc::type* message); \
    bool name##_strict_by_hand(const by_hand::Frame* words, const by_hand::Frame* request, by_hand::type* message);    \
    bool name##_lenient_by_codec(const tsrpc::Registers* words, tsrpc::type* message);                                 \
    bool name##_lenient_by_hand(const by_hand::Frame* words, by_hand::type* message);                                  \
    bool name##_check_by_codec(const tsrpc::Registers* words, const tsrpc::Registers* request);                        \
    bool name##_check_by_hand(const by_hand::Frame* words, const by_hand::Frame* request);

extern "C" {
BENCH_EACH_MESSAGE(BENCH_DECLARE)
}

#undef BENCH_DECLARE

#endif // TSRPC_CODEC_BENCH_FUNCTIONS_HPP
