// The syntax tree: what the author wrote, and where.
//
// A file is one flat array of nodes in pre-order; a node's children follow it,
// and `size` says how many nodes it spans, itself included. Nodes carry no text
// of their own: it is in the source, which the tree refers to. Walking is by
// `Cursor`, printing and checking need nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/diag/source.hpp"

namespace origo::ast {

enum class Kind : std::uint8_t {
#define NODE(production) production,
#include "grammar/nodes.def"
#undef NODE
};

struct Node {
  Kind kind;
  std::uint32_t begin;  // offset of the first byte
  std::uint32_t end;    // one past the last, trailing white space not counted
  std::uint32_t size;   // nodes in this subtree
};

struct Comment {
  std::uint32_t begin;
  std::uint32_t end;
};

struct Tree {
  const SourceFile* source = nullptr;  // outlives the tree
  std::vector<Node> nodes;             // nodes[0] is the file
  std::vector<Comment> comments;       // in order of place
  // What the parser could not read, a declaration each. They have no nodes.
  std::vector<Span> unread;
};

// A node in its tree. Invalid cursors are returned where nothing was found, and
// may be asked only whether they are valid.
class Cursor {
 public:
  Cursor() = default;
  Cursor(const Tree& tree, std::uint32_t index) : tree_(&tree), index_(index) {}

  [[nodiscard]] bool is_valid() const { return tree_ != nullptr; }
  [[nodiscard]] explicit operator bool() const { return is_valid(); }
  [[nodiscard]] const Node& node() const { return tree_->nodes[index_]; }
  [[nodiscard]] Kind kind() const { return node().kind; }
  [[nodiscard]] bool is(Kind kind) const { return node().kind == kind; }
  [[nodiscard]] const Tree& tree() const { return *tree_; }
  [[nodiscard]] Span span() const {
    return {tree_->source, node().begin, node().end};
  }
  [[nodiscard]] std::string_view text() const { return span().text(); }

  // This node and all below it, in pre-order.
  [[nodiscard]] std::span<const Node> subtree() const {
    return std::span(tree_->nodes).subspan(index_, node().size);
  }

  // The first child, or nothing.
  [[nodiscard]] Cursor first() const {
    return node().size > 1 ? Cursor(*tree_, index_ + 1) : Cursor();
  }
  // The n-th child, from 0, or nothing.
  [[nodiscard]] Cursor child(std::size_t n) const;
  // The first child of a kind, or nothing.
  [[nodiscard]] Cursor find(Kind kind) const;
  [[nodiscard]] std::size_t count() const;

  class Iterator {
   public:
    Iterator(const Tree* tree, std::uint32_t index)
        : tree_(tree), index_(index) {}
    Cursor operator*() const { return {*tree_, index_}; }
    Iterator& operator++() {
      index_ += tree_->nodes[index_].size;
      return *this;
    }
    bool operator!=(const Iterator& other) const {
      return index_ != other.index_;
    }

   private:
    const Tree* tree_;
    std::uint32_t index_;
  };
  [[nodiscard]] Iterator begin() const { return {tree_, index_ + 1}; }
  [[nodiscard]] Iterator end() const { return {tree_, index_ + node().size}; }

 private:
  const Tree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

[[nodiscard]] std::string_view kind_name(Kind kind);

}  // namespace origo::ast
