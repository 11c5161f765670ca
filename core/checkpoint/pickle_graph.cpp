// SPDX-License-Identifier: Apache-2.0
#include "core/checkpoint/pickle_graph.h"

#include "core/base/error.h"

#include <charconv>
#include <cmath>
#include <utility>

namespace nidus {

PickleId PickleGraph::add(const PickleNode& node) {
    nodes.push_back(node);
    return static_cast<PickleId>(nodes.size() - 1);
}

PickleId PickleGraph::addText(PickleKind kind, std::string_view text) {
    texts.push_back(text);
    PickleNode node;
    node.kind = kind;
    node.index = static_cast<std::uint32_t>(texts.size() - 1);
    return add(node);
}

PickleId PickleGraph::addItems(PickleKind kind, std::vector<PickleId> children) {
    items.push_back(std::move(children));
    PickleNode node;
    node.kind = kind;
    node.index = static_cast<std::uint32_t>(items.size() - 1);
    return add(node);
}

PickleId PickleGraph::addInteger(std::int64_t value) {
    PickleNode node;
    node.kind = PickleKind::Int;
    node.integer = value;
    return add(node);
}

PickleId PickleGraph::addReal(double value) {
    PickleNode node;
    node.kind = PickleKind::Float;
    node.real = value;
    return add(node);
}

PickleId PickleGraph::addBool(bool value) {
    PickleNode node;
    node.kind = PickleKind::Bool;
    node.integer = value ? 1 : 0;
    return add(node);
}

const PickleId* PickleGraph::find(PickleId dict, std::string_view key) const {
    const std::vector<PickleId>& pairs = itemsOf(dict);
    for (std::size_t i = pairs.size(); i >= 2; i -= 2)
        if (is(pairs[i - 2], PickleKind::String) && text(pairs[i - 2]) == key)
            return &pairs[i - 1];
    return nullptr;
}

std::string latin1Bytes(std::string_view utf8) {
    std::string bytes;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        auto value = static_cast<unsigned char>(utf8[i]);
        if (value >= 0xC0 && i + 1 < utf8.size())
            value = static_cast<unsigned char>((value << 6U) | (static_cast<unsigned char>(utf8[++i]) & 0x3FU));
        bytes += static_cast<char>(value);
    }
    return bytes;
}

namespace {

class JsonWriter {
public:
    JsonWriter(const PickleGraph& graph, std::size_t limit, const std::string& fileName)
        : m_graph(graph), m_limit(limit), m_fileName(fileName) {}

    void write(PickleId id) { // as deep as the graph nests, which readPickle bounds
        const PickleNode& node = m_graph.node(id);
        switch (node.kind) {
        case PickleKind::Bool:
            put(node.integer != 0 ? "true" : "false");
            break;
        case PickleKind::Int:
            put(std::to_string(node.integer));
            break;
        case PickleKind::Float:
            put(realText(node.real));
            break;
        case PickleKind::String:
        case PickleKind::Opaque:
            writeText(m_graph.text(id));
            break;
        case PickleKind::List:
        case PickleKind::Tuple:
            writeList(m_graph.itemsOf(id));
            break;
        case PickleKind::Dict:
            writeDict(m_graph.itemsOf(id));
            break;
        default:
            put("null");
        }
    }

    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    void put(std::string_view text) {
        m_text += text;
        // Pairs that leave no text count as well, so that the limit bounds the time, too.
        if (m_text.size() + m_skipped > m_limit)
            throw Error("CKP-049", m_fileName
                                       + " repeats itself so often that its description would not fit into memory. "
                                         "No model does so; it was made to harm.");
    }

    static std::string realText(double value) {
        if (std::isnan(value))
            return "NaN";
        if (std::isinf(value))
            return value > 0 ? "Infinity" : "-Infinity";
        char text[32];
        std::string result(text, std::to_chars(text, text + sizeof text, value).ptr);
        return result.find_first_of(".e") == std::string::npos ? result + ".0" : result;
    }

    void writeText(std::string_view text) {
        constexpr char kDigits[] = "0123456789abcdef";
        put("\"");
        for (const char c : text) {
            const auto code = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\')
                put({std::string{'\\', c}});
            else if (code < 32)
                put(std::string("\\u00") + kDigits[code >> 4U] + kDigits[code & 15U]);
            else
                put({&c, 1});
        }
        put("\"");
    }

    void writeList(const std::vector<PickleId>& items) {
        put("[");
        for (std::size_t i = 0; i < items.size(); ++i) {
            put(i == 0 ? "" : ", ");
            write(items[i]);
        }
        put("]");
    }

    void writeDict(const std::vector<PickleId>& pairs) {
        put("{");
        bool isFirst = true;
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
            const bool isText = m_graph.is(pairs[i], PickleKind::String);
            if (!isText && !m_graph.is(pairs[i], PickleKind::Int)) {
                ++m_skipped;
                continue;
            }
            put(isFirst ? "" : ", ");
            isFirst = false;
            if (isText)
                write(pairs[i]);
            else
                writeText(std::to_string(m_graph.node(pairs[i]).integer));
            put(": ");
            write(pairs[i + 1]);
        }
        put("}");
    }

    const PickleGraph& m_graph;
    std::size_t m_limit;
    const std::string& m_fileName;
    std::string m_text;
    std::size_t m_skipped = 0;
};

} // namespace

std::string jsonText(const PickleGraph& graph, PickleId id, std::size_t limit, const std::string& fileName) {
    JsonWriter writer(graph, limit, fileName);
    writer.write(id);
    return writer.take();
}

} // namespace nidus
