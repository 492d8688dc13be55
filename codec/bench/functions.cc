// SPDX-License-Identifier: BSD-3-Clause
#include "functions.hpp"

namespace {

/// Strict unpacking of any message, of which only responses are held to a request.
template <class Message>
[[gnu::always_inline]] inline tsrpc::Unpacked<Message> strict(const tsrpc::Registers& words,
                                                              const tsrpc::Registers& request) {
    if constexpr (Message::Codec::layout.direction == tsrpc::Direction::response) {
        return tsrpc::unpack<Message>(words, tsrpc::AnswerTo{request});
    } else {
        return tsrpc::unpack<Message>(words);
    }
}

} // namespace

#define BENCH_DEFINE(name, type)                                                                                       \
    void name##_pack_by_codec(const tsrpc::type* message, tsrpc::Registers* words) { *words = tsrpc::pack(*message); } \
    void name##_pack_by_hand(const by_hand::type* message, by_hand::Frame* words) {                                    \
        *words = by_hand::pack(*message);                                                                              \
    }                                                                                                                  \
    bool name##_strict_by_codec(const tsrpc::Registers* words, const tsrpc::Registers* request,                        \
                                tsrpc::type* message) {                                                                \
        if (const auto unpacked = strict<tsrpc::type>(*words, *request)) {                                             \
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
        return static_cast<bool>(strict<tsrpc::type>(*words, *request));                                               \
    }                                                                                                                  \
    bool name##_check_by_hand(const by_hand::Frame* words, const by_hand::Frame* request) {                            \
        return by_hand::is_strict(*words, *request, static_cast<by_hand::type*>(nullptr));                             \
    }

BENCH_EACH_MESSAGE(BENCH_DEFINE)
