// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>

namespace nidus::ui {

/// A number of any size, written as shortly as it can be ("0.0001"), also taken as "1e-4". What is typed may lie
/// outside the range, for others to say so; the arrows stay inside. Turning the wheel over it scrolls the page unless
/// it has the focus.
class NumberBox final : public QDoubleSpinBox {
    Q_OBJECT

public:
    enum class Kind { Whole, Real };

    NumberBox(Kind kind, double low, double high, QWidget* parent = nullptr);

    void stepBy(int steps) override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    [[nodiscard]] QString textFromValue(double value) const override;
    [[nodiscard]] double valueFromText(const QString& text) const override;
    [[nodiscard]] QValidator::State validate(QString& text, int& position) const override;
    void wheelEvent(QWheelEvent* event) override;

private:
    [[nodiscard]] QString bare(const QString& text) const;

    Kind m_kind;
    double m_low, m_high;
};

} // namespace nidus::ui
