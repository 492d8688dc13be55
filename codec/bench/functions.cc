// SPDX-License-Identifier: BSD-3-Clause
#include "functions.hpp"

#define BENCH_DEFINE(name, type)                                                                                       \
    void name##_pack_by_codec(const tsrpc::type* message, tsrpc::Registers* words) { *words = tsrpc::pack(*message); } \
    void name##_pack_by_hand(const by_hand::type* message, by_hand::Frame* words) {                                    \
        *words = by_hand::pack(*message);                                                                              \
    }                                                                                                                  \
    bool name##_strict_by_codec(const tsrpc::Registers* words, const tsrpc::Registers* request,                        \
                                tsrpc::type* message) {                                                                \
        if (const auto unpacked = tsrpc::unpack<tsrpc::type>(*words, *request)) {                                      \
            *message = *unpacked;                                                                                      \
            return true;                                                                                               \
        }                                                                                                              \
        return false;                                                                                                  \
    }                                                                                                                  \
    bool name##_strict_by_hand(const by_hand::Frame* words, const by_hand::Frame* request, by_hand::type* message) {   \
        if (by_hand::is_strict(*words, *request, message)) {                                                           \
            by_hand::read(*words, *message);                                                                           \
            return true;                                                                                               \
        }                                                                                                              \
        return false;                                                                                                  \
    }                                                                                                                  \
    bool name##_lenient_by_codec(const tsrpc::Registers* words, tsrpc::type* message) {                                \
        if (const auto unpacked = tsrpc::unpack_lenient<tsrpc::type>(*words)) {                                        \
            *message = *unpacked;                                                                                      \
            return true;                                                                                               \
        }                                                                                                              \
        return false;                                                                                                  \
    }                                                                                                                  \
    bool name##_lenient_by_hand(const by_hand::Frame* words, by_hand::type* message) {                                 \
        if (by_hand::is_lenient(*words, message)) {                                                                    \
            by_hand::read_lenient(*words, *message);                                                                   \
            return true;                                                                                               \
        }                                                                                                              \
        return false;                                                                                                  \
    }                                                                                                                  \
    bool name##_check_by_codec(const tsrpc::Registers* words, const tsrpc::Registers* request) {                       \
        return static_cast<bool>(tsrpc::unpack<tsrpc::type>(*words, *request));                                        \
    }                                                                                                                  \
    bool name##_check_by_hand(const by_hand::Frame* words, const by_hand::Frame* request) {                            \
        return by_hand::is_strict(*words, *request, static_cast<by_hand::type*>(nullptr));                             \
    }

BENCH_EACH_MESSAGE(BENCH_DEFINE)
