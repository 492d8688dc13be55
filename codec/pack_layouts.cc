// SPDX-License-Identifier: BSD-3-Clause
//
// Prints the layout tables of tsrpc/layout.hpp as the single C++ file has them, a number a row, and the doorbell rule
// of tsrpc/codec/violation.hpp with its words. Compilers take both faster than what people edit. codec/amalgamate.py
// runs this.
#include "tsrpc/codec/fields.hpp"
#include "tsrpc/names.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace tsrpc;

constexpr const char* HEAD = R"(
/// Walks over rows of 32 bits each: field, register, lsb, width - 1, rule, part / 32, constant + 1.
struct RowIterator {
    const uint32_t* row;

    [[TSRPC_INLINED_]] constexpr Row operator*() const {
        return {Field(*row & 15), Register(*row >> 4 & 7), uint8_t(*row >> 7 & 31), uint8_t((*row >> 12 & 31) + 1),
                Rule(*row >> 17 & 7), uint8_t((*row >> 20 & 3) * 32), int16_t(int(*row >> 22) - 1)};
    }
    constexpr RowIterator& operator++() {
        ++row;
        return *this;
    }
    constexpr bool operator!=(RowIterator other) const { return row != other.row; }
};

/// Packed rows, read like an array of `Row`.
struct Rows {
    uint32_t packed[10];

    constexpr Row operator[](size_t i) const { return *RowIterator{packed + i}; }
};

} // namespace detail

/// The table of one message in one direction, rows in ascending bit order.
struct Layout {
    /// Rows of the longest table.
    static constexpr size_t max_rows = 10;

    Message message;
    Direction direction;
    uint8_t size; ///< how many of `rows` are in use
    detail::Rows rows;

    /// The rows in use, for range-based `for`.
    constexpr detail::RowIterator begin() const { return {rows.packed}; }
    constexpr detail::RowIterator end() const { return {rows.packed + size}; }
};

namespace layouts {

// ABI 3, one table row each.

)";

/// `number`, which must be less than `limit` for its place in a packed row.
uint32_t checked(int64_t number, int64_t limit) {
    if (number < 0 || number >= limit) {
        std::fprintf(stderr, "pack_layouts: %lld does not fit a packed row\n", static_cast<long long>(number));
        std::exit(1);
    }
    return static_cast<uint32_t>(number);
}

uint32_t packed(const Row& row) {
    return checked(static_cast<int>(row.field), 16) | checked(row.reg, 8) << 4 | checked(row.lsb, 32) << 7 |
           checked(row.width - 1, 32) << 12 | checked(static_cast<int>(row.rule), 8) << 17 |
           checked(row.part / 32 + 8 * (row.part % 32), 4) << 20 | checked(row.constant + 1, 1024) << 22;
}

void print(const Layout& layout) {
    std::printf("inline constexpr Layout %s_%s = {Message::%s, Direction::%s, %d, {{", name(layout.message),
                name(layout.direction), name(layout.message), name(layout.direction), layout.size);
    const char* separator = "\n    ";
    int column = 0;
    for (const Row& row : layout) {
        std::printf("%s0x%08xu", separator, packed(row));
        separator = ++column % 8 == 0 ? ",\n    " : ", ";
    }
    std::printf("}}};\n");
}

/// The word, of W3 to W7, that is the field from bit `part` up: "words[1]".
std::string word(Field field, unsigned part) {
    const Row row = detail::find_part(layouts::service_call_request, field, part);
    checked(32 - row.width, 1);
    return "words[" + std::to_string(row.reg) + "]";
}

/// detail::is_doorbell_with_length, for which clang makes functions and constants of five templates.
void print_doorbell_rule() {
    static_assert(TSRPC_INVALID_MEMORY_HANDLE == ~uint64_t{0}, "all bits of both its words");
    std::printf("/// Of words W3 to W7.\n"
                "[[TSRPC_INLINED_]] constexpr bool is_doorbell_with_length(const uint32_t* words) {\n"
                "    return (%s & %s) == 0xffffffff && %s != 0;\n}\n",
                word(Field::memory_handle, 0).c_str(), word(Field::memory_handle, 32).c_str(),
                word(Field::request_length, 0).c_str());
}

} // namespace

int main() {
    static_assert(Layout::max_rows == 10, "HEAD says so too");
    std::printf("namespace detail {\n\n");
    print_doorbell_rule();
    std::printf("%s", HEAD);
    for (const Layout* layout : layouts::all) {
        print(*layout);
    }
    return 0;
}
