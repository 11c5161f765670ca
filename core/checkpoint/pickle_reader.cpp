// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/pickle_reader.h"

#include "core/checkpoint/bytes.h"
#include "core/checkpoint/pickle_calls.h"
#include "core/checkpoint/pickle_names.h"
#include "core/checkpoint/utf8.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <string_view>
#include <utility>

namespace nidus {
namespace {

constexpr std::size_t kMaxOpcodes = 5'000'000, kMaxStack = 100'000, kMaxMarks = 1'000, kMaxDepth = 64;
constexpr std::size_t kMaxText = 1U << 20U, kMaxAllText = 64U << 20U, kMaxName = 256;
constexpr std::size_t kGetsPerPut = 50, kFreeGets = 1'000;
constexpr PickleId kUnset = 0xFFFFFFFF;

/// The stack machine of pickle, without any of its powers.
class Machine {
public:
    Machine(std::span<const std::byte> stream, StorageStyle style, const std::string& fileName)
        : m_stream(stream), m_calls(m_graph, style, fileName), m_none(m_graph.add({})), m_false(m_graph.addBool(false)),
          m_true(m_graph.addBool(true)) {}

    PickleResult run() {
        if (m_stream.size() < 2 || next<std::uint8_t>() != 0x80 || next<std::uint8_t>() != 2)
            fail("CKP-040", "is not written in pickle protocol 2, which every nnU-Net uses");
        while (!m_isDone) {
            if (++m_opcodes > kMaxOpcodes)
                fail("CKP-044", "holds more instructions than any model needs");
            step(next<std::uint8_t>());
            if (m_stack.size() > kMaxStack)
                fail("CKP-045", "piles up more data than any model needs");
        }
        checkDepth();
        return {std::move(m_graph), m_at};
    }

private:
    [[noreturn]] void fail(const char* code, const std::string& what) const { m_calls.fail(code, what); }

    template <typename Number>
    Number next() {
        return loadLittle<Number>(take(sizeof(Number)), 0);
    }

    std::span<const std::byte> take(std::size_t count) {
        if (m_stream.size() - m_at < count)
            fail("CKP-041", "ends in the middle of its description");
        const auto bytes = m_stream.subspan(m_at, count);
        m_at += count;
        return bytes;
    }

    void step(std::uint8_t opcode) {
        if (!stepConstant(opcode) && !stepStack(opcode) && !stepContainer(opcode))
            fail("CKP-043", "holds an instruction (" + std::to_string(opcode) + ") that checkpoints do not use");
    }

    bool stepConstant(std::uint8_t opcode) {
        switch (opcode) {
        case 'N':
            push(m_none);
            return true;
        case 0x88:
        case 0x89:
            push(opcode == 0x88 ? m_true : m_false);
            return true;
        case 'J':
            push(m_graph.addInteger(next<std::int32_t>()));
            return true;
        case 'K':
            push(m_graph.addInteger(next<std::uint8_t>()));
            return true;
        case 'M':
            push(m_graph.addInteger(next<std::uint16_t>()));
            return true;
        case 0x8a:
            push(m_graph.addInteger(longInteger(next<std::uint8_t>())));
            return true;
        case 0x8b:
            push(m_graph.addInteger(longInteger(next<std::uint32_t>())));
            return true;
        case 'G':
            push(m_graph.addReal(std::bit_cast<double>(__builtin_bswap64(next<std::uint64_t>()))));
            return true;
        case 'X':
        case 'T':
            pushText(next<std::uint32_t>());
            return true;
        case 'U':
            pushText(next<std::uint8_t>());
            return true;
        case 'c':
            pushName();
            return true;
        default:
            return false;
        }
    }

    bool stepStack(std::uint8_t opcode) {
        switch (opcode) {
        case '.':
            m_graph.root = pop();
            m_isDone = true;
            return true;
        case '(':
            if (m_marks.size() >= kMaxMarks)
                fail("CKP-046", "opens more than " + std::to_string(kMaxMarks) + " lists in one another");
            m_marks.push_back(m_stack.size());
            return true;
        case '0':
            static_cast<void>(pop());
            return true;
        case '1':
            static_cast<void>(popToMark());
            return true;
        case '2':
            push(top());
            return true;
        case 'q':
            put(next<std::uint8_t>());
            return true;
        case 'r':
            put(next<std::uint32_t>());
            return true;
        case 'h':
            get(next<std::uint8_t>());
            return true;
        case 'j':
            get(next<std::uint32_t>());
            return true;
        case 'Q':
            push(m_calls.storage(pop()));
            return true;
        case 'P':
            fail("CKP-060", "refers to its data in a way that torch.save does not");
        default:
            return false;
        }
    }

    bool stepContainer(std::uint8_t opcode) {
        switch (opcode) {
        case ')':
        case ']':
        case '}':
            push(m_graph.addItems(opcode == ')'   ? PickleKind::Tuple
                                  : opcode == ']' ? PickleKind::List
                                                  : PickleKind::Dict,
                                  {}));
            return true;
        case 0x85:
        case 0x86:
        case 0x87:
            push(m_graph.addItems(PickleKind::Tuple, popMany(opcode - 0x84U)));
            return true;
        case 't':
        case 'l':
            push(m_graph.addItems(opcode == 't' ? PickleKind::Tuple : PickleKind::List, popToMark()));
            return true;
        case 'd':
            push(m_graph.addItems(PickleKind::Dict, pairsToMark()));
            return true;
        case 'a':
            append(PickleKind::List, popMany(1));
            return true;
        case 'e':
            append(PickleKind::List, popToMark());
            return true;
        case 's':
            append(PickleKind::Dict, popMany(2));
            return true;
        case 'u':
            append(PickleKind::Dict, pairsToMark());
            return true;
        case 'R':
        case 0x81: {
            const std::vector<PickleId> both = popMany(2);
            push(m_calls.call(both[0], both[1]));
            return true;
        }
        case 'b': {
            const PickleId state = pop();
            m_calls.build(top(), state);
            return true;
        }
        default:
            return false;
        }
    }

    void push(PickleId id) { m_stack.push_back(id); }

    PickleId top() const {
        if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back()))
            fail("CKP-045", "takes data from where there is none");
        return m_stack.back();
    }

    PickleId pop() {
        const PickleId id = top();
        m_stack.pop_back();
        return id;
    }

    std::vector<PickleId> popMany(std::size_t count) {
        std::vector<PickleId> items(count);
        for (std::size_t i = count; i > 0; --i)
            items[i - 1] = pop();
        return items;
    }

    std::vector<PickleId> popToMark() {
        if (m_marks.empty())
            fail("CKP-046", "closes a list that was not opened");
        const auto from = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
        std::vector<PickleId> items(from, m_stack.end());
        m_stack.erase(from, m_stack.end());
        m_marks.pop_back();
        return items;
    }

    std::vector<PickleId> pairsToMark() {
        std::vector<PickleId> pairs = popToMark();
        if (pairs.size() % 2 != 0)
            fail("CKP-056", "holds a key without a value");
        return pairs;
    }

    void append(PickleKind kind, const std::vector<PickleId>& items) {
        if (!m_graph.is(top(), kind))
            fail("CKP-055", "adds items to something that holds none");
        std::vector<PickleId>& target = m_graph.itemsOf(top());
        target.insert(target.end(), items.begin(), items.end());
    }

    std::int64_t longInteger(std::size_t length) {
        if (length > 8)
            fail("CKP-050", "holds a whole number beyond 64 bits");
        const auto bytes = take(length);
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < length; ++i)
            value |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
        const bool isNegative = length > 0 && (std::to_integer<unsigned>(bytes[length - 1]) & 0x80U) != 0;
        if (isNegative && length < 8)
            value |= ~std::uint64_t{0} << (8 * length);
        return std::bit_cast<std::int64_t>(value);
    }

    void pushText(std::size_t length) {
        m_allText += length;
        if (length > kMaxText || m_allText > kMaxAllText)
            fail("CKP-051", "holds a longer text than any model needs");
        const std::string_view text = textOf(take(length));
        if (!isUtf8(text))
            fail("CKP-052", "holds a text that is no UTF-8");
        push(m_graph.addText(PickleKind::String, text));
    }

    void pushName() {
        const std::string_view rest = textOf(m_stream.subspan(m_at, std::min(kMaxName, m_stream.size() - m_at)));
        const std::size_t first = rest.find('\n');
        const std::size_t second = first == std::string_view::npos ? first : rest.find('\n', first + 1);
        if (second == std::string_view::npos)
            fail(rest.size() < kMaxName ? "CKP-041" : "CKP-053", "holds a name without an end");
        const std::optional<PickleNode> known = knownPickleName(rest.substr(0, second));
        if (!known)
            fail("CKP-053", "mentions \"" + printable(rest.substr(0, first)) + "."
                                + printable(rest.substr(first + 1, second - first - 1))
                                + "\", which is no part of a model's description");
        m_at += second + 1;
        push(m_graph.add(*known));
    }

    static std::string printable(std::string_view text) {
        std::string result(text.substr(0, 80));
        std::replace_if(
            result.begin(), result.end(), [](char c) { return c < 32 || c > 126; }, '?');
        return result;
    }

    // An index is never larger than the number of instructions so far, so the table stays as short as the stream.
    void put(std::size_t index) {
        if (index > m_opcodes)
            fail("CKP-048", "numbers its parts beyond their count");
        if (index >= m_memo.size())
            m_memo.resize(index + 1, kUnset);
        m_memo[index] = top();
        ++m_puts;
    }

    void get(std::size_t index) {
        if (index >= m_memo.size() || m_memo[index] == kUnset)
            fail("CKP-048", "refers to a part that it does not hold");
        if (++m_gets > kFreeGets + kGetsPerPut * m_puts)
            fail("CKP-049", "repeats its parts more often than any model does");
        push(m_memo[index]);
    }

    // Depth of every node below the root, children before parents, without recursion. A node met again while it is
    // still open contains itself.
    void checkDepth() const {
        constexpr std::uint8_t kNew = 0, kOpen = 255;
        std::vector<std::uint8_t> depth(m_graph.nodes.size(), kNew);
        std::vector<std::pair<PickleId, std::size_t>> path;
        const auto enter = [&](PickleId id) {
            const PickleKind kind = m_graph.node(id).kind;
            const bool isContainer = kind == PickleKind::List || kind == PickleKind::Tuple || kind == PickleKind::Dict;
            depth[id] = isContainer ? kOpen : 1;
            if (isContainer)
                path.emplace_back(id, 0);
        };
        enter(m_graph.root);
        while (!path.empty()) {
            auto& [id, position] = path.back();
            const std::vector<PickleId>& items = m_graph.itemsOf(id);
            while (position < items.size() && depth[items[position]] != kNew && depth[items[position]] != kOpen)
                ++position;
            if (position < items.size()) {
                const PickleId child = items[position];
                if (depth[child] == kOpen || path.size() > kMaxDepth)
                    fail("CKP-047", depth[child] == kOpen ? "holds data that contains itself"
                                                          : "nests its data deeper than any model does");
                enter(child);
                continue;
            }
            std::uint8_t deepest = 0;
            for (const PickleId item : items)
                deepest = std::max(deepest, depth[item]);
            if (deepest >= kMaxDepth)
                fail("CKP-047", "nests its data deeper than any model does");
            depth[id] = static_cast<std::uint8_t>(deepest + 1);
            path.pop_back();
        }
    }

    std::span<const std::byte> m_stream;
    std::size_t m_at = 0;
    PickleGraph m_graph;
    PickleCalls m_calls;
    PickleId m_none, m_false, m_true;
    std::vector<PickleId> m_stack, m_memo;
    std::vector<std::size_t> m_marks; ///< sizes of the stack
    std::size_t m_opcodes = 0, m_puts = 0, m_gets = 0, m_allText = 0;
    bool m_isDone = false;
};

} // namespace

PickleResult readPickle(std::span<const std::byte> stream, StorageStyle style, const std::string& fileName) {
    return Machine(stream, style, fileName).run();
}

} // namespace nidus
