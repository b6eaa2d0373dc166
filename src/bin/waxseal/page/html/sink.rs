//! What the parser builds: a list of elements, and of the tree only what the list needs.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, LocalName, Namespace, QualName, ns};

use super::Element;
use super::place::Place;

/// A node; of the nodes that are no elements, one stands for all.
pub(super) struct Node {
    name: QualName,
    /// Its place in the list.
    at: usize,
    place: Cell<Place>,
    /// The parent of what is within a template, and whether it is a shadow root.
    contents: Option<(Rc<Node>, bool)>,
    /// HTML within MathML.
    is_integration_point: bool,
}

pub(super) struct Sink {
    document: Rc<Node>,
    elements: RefCell<Vec<(Rc<Node>, Element)>>,
    deepest: Cell<usize>,
}

impl Sink {
    pub(super) fn new() -> Self {
        let document = no_element(0);
        Self { document, elements: RefCell::default(), deepest: Cell::default() }
    }

    /// How deep the deepest element is.
    pub(super) fn deepest(&self) -> usize {
        self.deepest.get()
    }

    /// How many elements there are.
    pub(super) fn count(&self) -> usize {
        self.elements.borrow().len()
    }

    fn add(&self, parent: &Node, child: NodeOrText<Rc<Node>>) {
        match child {
            NodeOrText::AppendNode(node) => {
                let place = parent.place.get().within(&called(&parent.name));
                node.place.set(place);
                self.deepest.set(self.deepest.get().max(place.depth));
            }
            NodeOrText::AppendText(text) if &*parent.name.local == "script" => {
                self.elements.borrow_mut()[parent.at].1.text.push_str(&text);
            }
            NodeOrText::AppendText(_) => {}
        }
    }
}

fn no_element(at: usize) -> Rc<Node> {
    let name = QualName::new(None, Namespace::default(), LocalName::default());
    let place = Cell::default();
    Rc::new(Node { name, at, place, contents: None, is_integration_point: false })
}

fn owned(attribute: &Attribute) -> (String, String) {
    let QualName { prefix, local, .. } = &attribute.name;
    let prefix = prefix.as_ref().map(|prefix| format!("{prefix}:")).unwrap_or_default();
    (format!("{prefix}{local}"), attribute.value.to_string())
}

/// What looks like HTML within SVG or MathML is none: there, `base` turns no address.
fn called(name: &QualName) -> String {
    let prefix = match name.ns {
        ns!(svg) => "svg:",
        ns!(mathml) => "math:",
        _ => "",
    };
    format!("{prefix}{}", name.local)
}

/// The parser runs the script within at once: it is a part of the page.
fn is_shadow(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        &*attribute.name.local == "shadowrootmode"
            && (attribute.value.eq_ignore_ascii_case("open")
                || attribute.value.eq_ignore_ascii_case("closed"))
    })
}

/// Where each element is in the list once those that are inert are left out.
fn moved(all: &[(Rc<Node>, Element)]) -> Vec<usize> {
    let mut next = 0;
    let place = |(node, _): &(Rc<Node>, Element)| {
        let here = next;
        next += usize::from(!node.place.get().is_inert);
        here
    };
    all.iter().map(place).collect()
}

impl TreeSink for Sink {
    type Handle = Rc<Node>;
    type Output = Vec<Element>;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Vec<Element> {
        let all = self.elements.into_inner();
        let moved = moved(&all);
        let placed = all.into_iter().map(|(node, element)| (node.place.get(), element));
        let kept = placed.filter(|(place, _)| !place.is_inert);
        kept.map(|(place, element)| {
            let form = element.form.map(|at| moved[at]);
            Element { form, place, ..element }
        })
        .collect()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Rc<Node> {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Node>) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attrs: Vec<Attribute>,
        flags: ElementFlags,
    ) -> Rc<Node> {
        let mut elements = self.elements.borrow_mut();
        let at = elements.len();
        let contents = flags.template.then(|| (no_element(at), is_shadow(&attrs)));
        let place = Cell::default();
        let attributes = attrs.iter().map(owned).collect();
        let local = called(&name);
        let is_integration_point = flags.mathml_annotation_xml_integration_point;
        let node = Rc::new(Node { name, at, place, contents, is_integration_point });
        let (text, form, place) = (String::new(), None, Place::default());
        let element = Element { name: local, attributes, text, form, place };
        elements.push((node.clone(), element));
        node
    }

    fn create_comment(&self, _: StrTendril) -> Rc<Node> {
        no_element(0)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Rc<Node> {
        no_element(0)
    }

    fn append(&self, parent: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        self.add(parent, child);
    }

    fn append_based_on_parent_node(
        &self,
        _: &Rc<Node>,
        prev_element: &Rc<Node>,
        child: NodeOrText<Rc<Node>>,
    ) {
        self.add(prev_element, child);
    }

    fn append_before_sibling(&self, sibling: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        self.add(sibling, child);
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Rc<Node>) -> Rc<Node> {
        let (contents, is_shadow) = target.contents.as_ref().expect("asked of templates alone");
        contents.place.set(target.place.get().contents(*is_shadow));
        contents.clone()
    }

    fn same_node(&self, x: &Rc<Node>, y: &Rc<Node>) -> bool {
        Rc::ptr_eq(x, y)
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &Rc<Node>, attrs: Vec<Attribute>) {
        let element = &mut self.elements.borrow_mut()[target.at].1;
        for attribute in attrs.iter().map(owned) {
            if !element.has(&attribute.0) {
                element.attributes.push(attribute);
            }
        }
    }

    fn associate_with_form(
        &self,
        target: &Rc<Node>,
        form: &Rc<Node>,
        _: (&Rc<Node>, Option<&Rc<Node>>),
    ) {
        self.elements.borrow_mut()[target.at].1.form = Some(form.at);
    }

    fn is_mathml_annotation_xml_integration_point(&self, node: &Rc<Node>) -> bool {
        node.is_integration_point
    }

    fn remove_from_parent(&self, _: &Rc<Node>) {}

    fn reparent_children(&self, _: &Rc<Node>, _: &Rc<Node>) {}
}
