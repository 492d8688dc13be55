// SPDX-License-Identifier: BSD-3-Clause

function byId(id) {
    return document.getElementById(id);
}

/// An element with a class, attributes and children, which are elements and texts. Attributes that are null are left
/// out.
function make(tag, className, attributes = {}, ...children) {
    const element = document.createElement(tag);
    if (className) {
        element.className = className;
    }
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== null) {
            element.setAttribute(name, value);
        }
    }
    element.append(...children);
    return element;
}

/// Eight hexadecimal digits.
function hex(word) {
    return word.toString(16).padStart(8, "0");
}

function hexWords(words) {
    return words.map(hex).join(" ");
}
