// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizard/number_cut.h"

#include "core/project/number_labels.h"
#include "ui/common/controls.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <set>

namespace nidus::ui {
namespace {

/// As many classes as there are keys for them.
constexpr std::size_t kMostClasses = 9;

/// Places after the point that tell the numbers apart, four at most.
int decimalsOf(const std::vector<double>& numbers) {
    int decimals = 0;
    for (double scale = 1; decimals < 4; ++decimals, scale *= 10)
        if (std::ranges::all_of(numbers, [scale](double number) {
                return std::abs(number * scale - std::round(number * scale)) < 1e-6;
            }))
            break;
    return decimals;
}

} // namespace

NumberCut::NumberCut(QWidget* parent)
    : QWidget(parent), m_isWanted(named(new QCheckBox(tr("T&wo classes: at or above")), "cutWanted",
                                        tr("Make two classes of the numbers in the column"))),
      m_cut(named(new QDoubleSpinBox, "cutValue", tr("Number from which on it is the other class"))),
      m_counts(named(new TextLabel(TextRole::Secondary), "cutCounts", tr("Rows on either side"))) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(m_isWanted);
    line->addWidget(m_cut);
    line->addWidget(m_counts, 1);
    m_cut->setKeyboardTracking(false);
    connect(m_isWanted, &QCheckBox::toggled, this, [this] {
        showCounts();
        Q_EMIT changed();
    });
    connect(m_cut, &QDoubleSpinBox::valueChanged, this, [this] {
        showCounts();
        Q_EMIT changed();
    });
    setNumbers({}, 0);
}

void NumberCut::setNumbers(const std::vector<double>& numbers, int rows) {
    m_numbers = numbers;
    m_rows = rows;
    const auto cut = suggestedCut(numbers);
    setVisible(cut.has_value());
    const QSignalBlocker noCheck(m_isWanted), noCut(m_cut);
    m_isWanted->setChecked(cut && std::set<double>(numbers.begin(), numbers.end()).size() > kMostClasses);
    if (cut) {
        const auto [least, most] = std::ranges::minmax(numbers);
        m_cut->setDecimals(decimalsOf(numbers));
        m_cut->setRange(least, most);
        m_cut->setSingleStep(std::pow(10.0, -m_cut->decimals()));
        m_cut->setValue(*cut);
    }
    showCounts();
}

std::optional<double> NumberCut::cut() const {
    return m_isWanted->isChecked() && !m_numbers.empty() ? std::optional(m_cut->value()) : std::nullopt;
}

void NumberCut::showCounts() {
    m_cut->setEnabled(m_isWanted->isChecked());
    m_counts->setVisible(m_isWanted->isChecked());
    const double cut = m_cut->value();
    const auto above =
        static_cast<int>(std::ranges::count_if(m_numbers, [cut](double number) { return number >= cut; }));
    const int all = static_cast<int>(m_numbers.size());
    QStringList parts{tr("%n row(s) at or above", nullptr, above), tr("%n below", nullptr, all - above)};
    if (m_rows > all)
        parts << tr("%n without a number", nullptr, m_rows - all);
    m_counts->announce(parts.join(tr(", ")));
}

} // namespace nidus::ui
