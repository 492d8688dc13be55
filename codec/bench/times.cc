// SPDX-License-Identifier: BSD-3-Clause
//
// How long each operation takes, by the codec and by hand: a call of a function that the compiler cannot see into.
// MESSAGE/OPERATION/codec stands beside MESSAGE/OPERATION/hand, in the same run.

#include "functions.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

namespace {

using by_hand::Frame;
using tsrpc::Registers;

// One frame of each message, which every operation takes; as its own request, for a response must echo that.
constexpr Registers get_version_request = {{0x00ff0000, 0, 0, 0, 0}};
constexpr Registers get_version_response = {{0x00ff0000, 1, 0, 0, 0}};
constexpr Registers retrieve_mem_request = {{0x00ff0001, 0x76543210, 0xfedcba98, 0, 0}};
constexpr Registers retrieve_mem_response = {{0x00ff0001, 0xfffffffb, 0, 0, 0}};
constexpr Registers relinquish_mem_request = {{0x00ff0002, 0x76543210, 0xfedcba98, 0, 0}};
constexpr Registers relinquish_mem_response = {{0x00ff0002, 0, 0, 0, 0}};
constexpr Registers service_info_request = {{0x00ff0003, 0xd552dfd9, 0xb24ba216, 0x6dd2a49a, 0xc0e8843b}};
constexpr Registers service_info_response = {{0x00ff0003, 0, 3, 0, 0}};
constexpr Registers service_call_request = {{0x00030102, 0x00000012, 0, 0x00000010, 0}};
constexpr Registers service_call_response = {{0x00030102, 0, 0xffffff7c, 8, 0}};

/// Times `operation`, which calls a function once. Many calls an iteration: one is too short for the clock.
template <class Operation>
void add(const char* message, const char* name, const char* by, Operation operation) {
    auto run = [operation](benchmark::State& state) mutable {
        constexpr int calls = 100;
        for ([[maybe_unused]] auto _ : state) {
            for (int i = 0; i < calls; ++i) {
                operation();
                benchmark::ClobberMemory();
            }
        }
        state.SetItemsProcessed(state.iterations() * calls);
    };
    benchmark::RegisterBenchmark((std::string{message} + '/' + name + '/' + by).c_str(), run);
}

/// The four operations of one side. Ends the program if the example is not one: refusals are cheaper.
template <class Words, class Message>
void add_all(const char* name, const char* by, const Words& words, Message message,
             void (*pack)(const Message*, Words*), bool (*strict)(const Words*, const Words*, Message*),
             bool (*lenient)(const Words*, Message*), bool (*check)(const Words*, const Words*)) {
    if (!strict(&words, &words, &message) || !lenient(&words, &message) || !check(&words, &words)) {
        std::abort();
    }
    add(name, "pack", by, [=] {
        Words packed;
        pack(&message, &packed);
        benchmark::DoNotOptimize(packed);
    });
    add(name, "strict", by, [=]() mutable { benchmark::DoNotOptimize(strict(&words, &words, &message)); });
    add(name, "lenient", by, [=]() mutable { benchmark::DoNotOptimize(lenient(&words, &message)); });
    add(name, "check", by, [=] { benchmark::DoNotOptimize(check(&words, &words)); });
}

Frame to_frame(const Registers& words) {
    return {{words.words[0], words.words[1], words.words[2], words.words[3], words.words[4]}};
}

#define BENCH_ADD(name, type)                                                                                          \
    add_all(#name, "codec", name, *tsrpc::unpack_lenient<tsrpc::type>(name), name##_pack_by_codec,                     \
            name##_strict_by_codec, name##_lenient_by_codec, name##_check_by_codec);                                   \
    add_all(#name, "hand", to_frame(name), by_hand::type{}, name##_pack_by_hand, name##_strict_by_hand,                \
            name##_lenient_by_hand, name##_check_by_hand);

} // namespace

int main(int argc, char** argv) {
    BENCH_EACH_MESSAGE(BENCH_ADD)
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return 2;
    }
    benchmark::RunSpecifiedBenchmarks();
}
