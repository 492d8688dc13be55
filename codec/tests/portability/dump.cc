// SPDX-License-Identifier: BSD-3-Clause
//
// Prints all that both codecs make of the frames on standard input, one a line: five words of a frame and five of the
// request that it answers. The output must be the same on every machine, whatever its byte order.

#include "codec/tests/c/c_codec.h"
#include "codec/tests/messages.hpp"
#include "codec/tests/printers.hpp"

#include <iostream>
#include <string>

namespace tsrpc::tests {
namespace {

void print(const Inspection& inspection) {
    std::cout << name(inspection.message) << ' ' << name(inspection.direction) << ' ' << inspection.valid() << " ["
              << inspection.violations << "]\n";
}

template <class M>
void print(const Unpacked<M>& unpacked) {
    if (!unpacked) {
        return;
    }
    std::cout << name(layout_of<M>.message);
    for (const auto& [field, bits] : fields_of(*unpacked)) {
        std::cout << ' ' << name(field) << '=' << bits;
    }
    std::cout << " packs " << pack(*unpacked) << '\n';
}

void print_uuid(const Unpacked<ServiceInfoRequest>& unpacked) {
    if (unpacked) {
        std::cout << to_text((*unpacked).service_uuid).text << '\n';
    }
}

void print(const c_unpacked& unpacked) {
    std::cout << "C " << unpacked.ok;
    for (const auto& field : unpacked.fields) {
        std::cout << ' ' << field[0] << ' ' << field[1];
    }
    std::cout << ' ' << Registers::from(unpacked.packed) << '\n';
}

void print(const Registers& words, const Registers& request) {
    std::cout << words << " to " << request << '\n';
    print(inspect_request(words));
    print(inspect_response(words, request));
    print_uuid(unpack_lenient<ServiceInfoRequest>(words));
    for_each_message([&](auto type) {
        using M = typename decltype(type)::type;
        print(unpack_any<M>(words, request));
        print(unpack_lenient<M>(words));
        const auto message = static_cast<int>(layout_of<M>.message);
        const auto direction = static_cast<int>(layout_of<M>.direction);
        print(c_unpack(message, direction, words.words, request.words));
        print(c_unpack_lenient(message, direction, words.words));
    });
}

bool read(Registers& words) {
    for (uint32_t& word : words.words) {
        std::cin >> std::hex >> word;
    }
    return static_cast<bool>(std::cin);
}

} // namespace
} // namespace tsrpc::tests

int main() {
    tsrpc::Registers words = {};
    tsrpc::Registers request = {};
    while (tsrpc::tests::read(words) && tsrpc::tests::read(request)) {
        tsrpc::tests::print(words, request);
    }
    return std::cin.eof() ? 0 : 1;
}
