// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/natural_order.h"

#include <QCollator>
#include <QHash>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace nidus::ui {
namespace {

bool isNumber(const QVariant& value) {
    return value.typeId() == QMetaType::Int || value.typeId() == QMetaType::Double;
}

const QCollator& collator() {
    static const QCollator collator = [] {
        // The C locale compares bytes and knows no numbers.
        const QLocale user;
        QCollator natural(user.language() == QLocale::C ? QLocale(QLocale::English) : user);
        natural.setNumericMode(true);
        natural.setCaseSensitivity(Qt::CaseInsensitive);
        return natural;
    }();
    return collator;
}

/// Ranks of sorted keys: equal neighbours share one.
template <class Key, class Differ>
std::vector<int> ranksOf(std::vector<std::pair<Key, std::size_t>>& keys, const Differ& differ) {
    std::vector<int> ranks(keys.size());
    int rank = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        rank += i > 0 && differ(keys[i - 1].first, keys[i].first) ? 1 : 0;
        ranks[keys[i].second] = rank;
    }
    return ranks;
}

} // namespace

bool naturallyLess(const QVariant& left, const QVariant& right) {
    if (isNumber(left) && isNumber(right))
        return left.toDouble() < right.toDouble();
    return collator().compare(left.toString(), right.toString()) < 0;
}

std::vector<int> naturalRanks(const std::vector<QVariant>& values) {
    if (std::all_of(values.begin(), values.end(), isNumber)) {
        std::vector<std::pair<double, std::size_t>> keys;
        for (const QVariant& value : values)
            keys.emplace_back(value.toDouble(), keys.size());
        std::sort(keys.begin(), keys.end());
        return ranksOf(keys, [](double a, double b) { return a < b; });
    }
    // Columns repeat their texts, and the key of a text costs more than finding it again.
    QHash<QString, std::size_t> known;
    std::vector<std::pair<QCollatorSortKey, std::size_t>> keys;
    std::vector<std::size_t> textOf;
    for (const QVariant& value : values) {
        const QString text = value.toString();
        const auto found = known.constFind(text);
        if (found != known.constEnd()) {
            textOf.push_back(*found);
            continue;
        }
        known.insert(text, keys.size());
        textOf.push_back(keys.size());
        keys.emplace_back(collator().sortKey(text), keys.size());
    }
    std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.first.compare(b.first) < 0; });
    const std::vector<int> ofText =
        ranksOf(keys, [](const QCollatorSortKey& a, const QCollatorSortKey& b) { return a.compare(b) < 0; });
    std::vector<int> ranks;
    for (const std::size_t text : textOf)
        ranks.push_back(ofText[text]);
    return ranks;
}

} // namespace nidus::ui
