// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/number_box.h"

#include <QLocale>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace nidus::ui {
namespace {

constexpr double kBeyond = 1e15; // what a number is typed as is kept exactly up to here
constexpr int kDecimals = 12, kDigits = 10, kLetters = 12;

} // namespace

NumberBox::NumberBox(Kind kind, double low, double high, QWidget* parent)
    : QDoubleSpinBox(parent), m_kind(kind), m_low(low), m_high(high) {
    setDecimals(kind == Kind::Whole ? 0 : kDecimals);
    setRange(-kBeyond, kBeyond);
    setKeyboardTracking(false); // "0.4" on the way to "0.42" is no wish
    setFocusPolicy(Qt::StrongFocus);
    if (kind == Kind::Real)
        setStepType(AdaptiveDecimalStepType);
}

void NumberBox::stepBy(int steps) {
    QDoubleSpinBox::stepBy(steps);
    setValue(std::clamp(value(), m_low, m_high));
}

QSize NumberBox::sizeHint() const {
    const QSize usual = QDoubleSpinBox::sizeHint();
    return {fontMetrics().averageCharWidth() * kLetters + fontMetrics().horizontalAdvance(suffix()) + usual.height(),
            usual.height()};
}

QString NumberBox::textFromValue(double value) const {
    QLocale locale = this->locale();
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return m_kind == Kind::Whole ? locale.toString(value, 'f', 0) : locale.toString(value, 'g', kDigits);
}

QString NumberBox::bare(const QString& text) const {
    QString number = text;
    if (!suffix().isEmpty() && number.endsWith(suffix()))
        number.chop(suffix().size());
    return number.trimmed();
}

double NumberBox::valueFromText(const QString& text) const {
    return locale().toDouble(bare(text));
}

QValidator::State NumberBox::validate(QString& text, int&) const {
    const QString number = bare(text);
    bool isNumber = false;
    const double value = locale().toDouble(number, &isNumber);
    if (isNumber && std::abs(value) <= kBeyond && (m_kind == Kind::Real || value == std::floor(value)))
        return QValidator::Acceptable;
    const bool isBegun = std::all_of(number.begin(), number.end(),
                                     [](QChar c) { return c.isDigit() || QLatin1String("+-eE.,").contains(c); });
    return isBegun ? QValidator::Intermediate : QValidator::Invalid;
}

void NumberBox::wheelEvent(QWheelEvent* event) {
    if (hasFocus())
        QDoubleSpinBox::wheelEvent(event);
    else
        event->ignore();
}

} // namespace nidus::ui
