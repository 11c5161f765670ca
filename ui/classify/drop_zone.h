// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QWidget>

namespace nidus::ui {

/// The dashed field that says what can be dropped on the page around it. Takes no drop itself: the window does,
/// wherever it falls.
class DropZone final : public QWidget {
    Q_OBJECT

public:
    explicit DropZone(QWidget* parent = nullptr);
    void setText(const QString& headline, const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QIcon m_icon;
    QString m_headline, m_text;
};

} // namespace nidus::ui
