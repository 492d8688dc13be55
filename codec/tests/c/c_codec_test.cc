// SPDX-License-Identifier: BSD-3-Clause
//
// The codec behind c_codec.h against the C++ one: every golden vector, and millions of frames of which most are nearly
// valid. The same messages, fields, words, verdicts and details.

#include "c_codec.h"

#include "codec/tests/messages.hpp"
#include "codec/tests/printers.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace tsrpc::tests {
namespace {

std::vector<Registers> vectors; // what `main` read

static_assert(static_cast<int>(Field::reserved) == C_FIELDS - 1);

template <class M>
constexpr int message_of = static_cast<int>(layout_of<M>.message);
template <class M>
constexpr int direction_of = static_cast<int>(layout_of<M>.direction);

bool equal(const c_violations& c, const Violations& cpp) {
    bool equal = c.size == cpp.size();
    for (size_t i = 0; equal && i < c.size; ++i) {
        equal = c.items[i].field == static_cast<int>(cpp[i].field) && c.items[i].reg == cpp[i].reg &&
                c.items[i].rule == static_cast<int>(cpp[i].rule) && c.items[i].bits == cpp[i].bits;
    }
    return equal;
}

bool equal(const c_inspection& c, const Inspection& cpp) {
    return c.message == static_cast<int>(cpp.message) && c.direction == static_cast<int>(cpp.direction) &&
           c.valid == int{cpp.valid()} && equal(c.violations, cpp.violations);
}

uint64_t high_64(const Bits& bits) { return (bits >> 64).to_ullong(); }

template <class M>
bool equal(const c_unpacked& c, const Unpacked<M>& cpp) {
    if (!cpp || !c.ok) {
        return static_cast<bool>(cpp) == (c.ok != 0);
    }
    uint64_t fields[C_FIELDS][2] = {};
    for (const auto& [field, bits] : fields_of(*cpp)) {
        fields[static_cast<int>(field)][0] = low_64(bits);
        fields[static_cast<int>(field)][1] = high_64(bits);
    }
    return std::memcmp(fields, c.fields, sizeof fields) == 0 && Registers::from(c.packed) == pack(*cpp);
}

/// Everything that both say of a frame.
void expect_agreement(const Registers& words, const Registers& request) {
    ASSERT_TRUE(equal(c_inspect_request(words.words), inspect_request(words))) << words;
    ASSERT_TRUE(equal(c_inspect_response(words.words, request.words), inspect_response(words, request)))
        << words << " to " << request;
    for_each_message([&](auto type) {
        using M = typename decltype(type)::type;
        const auto strict = unpack_any<M>(words, request);
        ASSERT_TRUE(equal(c_unpack(message_of<M>, direction_of<M>, words.words, request.words), strict))
            << "strict " << name(layout_of<M>.message) << ": " << words << " to " << request;
        ASSERT_TRUE(equal(c_unpack_lenient(message_of<M>, direction_of<M>, words.words), unpack_lenient<M>(words)))
            << "lenient " << name(layout_of<M>.message) << ": " << words;
        ASSERT_TRUE(equal(c_check(message_of<M>, direction_of<M>, words.words, request.words),
                          check(layout_of<M>, words, request)))
            << "check " << name(layout_of<M>.message) << ": " << words << " to " << request;
    });
}

TEST(OtherCodec, AgreesOnEveryVector) {
    ASSERT_GE(vectors.size(), 400u);
    for (const Registers& words : vectors) {
        expect_agreement(words, words);
        for (const uint32_t control : {0x00ff0000u, 0x00ff0001u, 0x00ff0002u, 0x00ff0003u, 0x00030102u}) {
            expect_agreement(words, {{control, 0, 0, 0, 0}});
        }
        if (::testing::Test::HasFatalFailure()) {
            return;
        }
    }
}

/// Marsaglia's xorshift64*: the same frames in every run.
class Random {
  public:
    uint32_t next() {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return static_cast<uint32_t>(state_ * 0x2545f4914f6cdd1d >> 32);
    }

  private:
    uint64_t state_ = 0x9e3779b97f4a7c15;
};

/// A vector's words with up to three bits flipped and up to one word replaced, or five random words.
Registers any_frame(Random& random) {
    Registers words = vectors[random.next() % vectors.size()];
    const uint32_t how = random.next();
    for (uint32_t flips = how % 4; flips > 0; --flips) {
        words.words[random.next() % register_count] ^= uint32_t{1} << random.next() % 32;
    }
    if ((how >> 8) % 2 == 0) {
        words.words[random.next() % register_count] = random.next();
    }
    if ((how >> 9) % 16 == 0) {
        words = {{random.next(), random.next(), random.next(), random.next(), random.next()}};
    }
    return words;
}

TEST(OtherCodec, AgreesOnMillionsOfFrames) {
    Random random;
    for (int i = 0; i < 2'000'000 && !::testing::Test::HasFatalFailure(); ++i) {
        const Registers words = any_frame(random);
        expect_agreement(words, random.next() % 2 == 0 ? words : any_frame(random));
    }
}

TEST(OtherCodec, RejectsTheSameWay) {
    for (const Registers& words : vectors) {
        for (const int32_t status : {1, -1, -2, -3, -4, -5, -6, -7, -8, -9, INT32_MIN}) {
            Registers response;
            c_reject(words.words, status, response.words);
            ASSERT_EQ(response, reject(words, RpcStatus{status}));
        }
    }
}

TEST(OtherCodec, NamesTheSameStatuses) {
    for (int32_t status = -20; status < 20; ++status) {
        EXPECT_STREQ(c_rpc_status_name(status), name(RpcStatus{status}));
    }
}

TEST(OtherCodec, ReadsAndWritesTheSameUuids) {
    const std::string good = TSRPC_SERVICE_PSA_CRYPTO;
    std::vector<std::string> texts = {good, "", good + "0", good.substr(1), "{" + good + "}"};
    for (size_t i = 0; i < good.size(); ++i) {
        for (int c = 0; c < 256; ++c) {
            texts.push_back(good);
            texts.back()[i] = static_cast<char>(c);
        }
    }
    for (const std::string& text : texts) {
        Uuid c = {};
        const int ok = c_parse_uuid(text.data(), text.size(), c.bytes);
        const ParsedUuid cpp = parse_uuid(text.data(), text.size());
        ASSERT_EQ(ok != 0, cpp.ok) << text;
        ASSERT_TRUE(c == cpp.uuid) << text;
        char out[37];
        c_uuid_to_text(c.bytes, out);
        ASSERT_STREQ(out, to_text(cpp.uuid).text);
    }
}

TEST(OtherCodecDeathTest, PacksNothingThatHasNoEncoding) {
    EXPECT_DEATH(c_pack_management_interface_id(), "");
    EXPECT_DEATH(c_pack_version_zero(), "");
}

} // namespace
} // namespace tsrpc::tests

int main(int argc, char** argv) {
    ::testing::InitGoogleTest(&argc, argv);
    if (argc != 2) {
        std::cerr << "usage: c_codec_test VECTORS.json\n";
        return 2;
    }
    std::ifstream file{argv[1]};
    const auto document = nlohmann::json::parse(file);
    for (const auto& vector : document.at("vectors")) {
        tsrpc::Registers words = {};
        for (size_t i = 0; i < tsrpc::register_count; ++i) {
            const auto hex = vector.at("registers").at(i).get<std::string>();
            words.words[i] = static_cast<uint32_t>(std::stoul(hex, nullptr, 16));
        }
        tsrpc::tests::vectors.push_back(words);
    }
    return RUN_ALL_TESTS();
}
