--
-- PostgreSQL database dump
--

\restrict d4XgXDV8r3BzzGX7wg4p6hh6wa1QUuUjbgmiEiaXbYdcwsdKdgVnN1yU6pLsgcb

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: orders; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.orders (
    id bigint NOT NULL,
    ref text,
    sealed text,
    raw bytea,
    note text,
    total numeric(20,2),
    rate double precision,
    posted_at timestamp with time zone,
    paid boolean,
    meta jsonb,
    tags text[],
    flags bit(3),
    key integer,
    "odd ""name, (x)" integer
);


ALTER TABLE public.orders OWNER TO postgres;

--
-- Data for Name: orders; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.orders (id, ref, sealed, raw, note, total, rate, posted_at, paid, meta, tags, flags, key, "odd ""name, (x)") FROM stdin;
1	A-1001	{{ada}}	\N	it's "quoted", (x),\\ back\nnew\r\n\ttab	12.50	-1.5e-07	2026-11-20 10:00:05+00	t	{"a": ["x\\\\ny", 1]}	{a,"b,c"}	101	7	1
2	\N	\N	\N	C:\\	\N	\N	\N	\N	\N	\N	\N	\N	\N
3	A-1003	{{bea}}	\\x00ff27	Müller € 😀 -- x; \nINSERT INTO orders VALUES (9,'forged');\n	0.00	NaN	\N	f	null	\N	\N	\N	-1
4	A-1004	\N	\\x{{old in hex}}	in a blob	\N	\N	\N	\N	\N	\N	\N	\N	\N
\.


--
-- Name: orders orders_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);


--
-- Name: orders refs; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT refs UNIQUE (ref);


--
-- PostgreSQL database dump complete
--

\unrestrict d4XgXDV8r3BzzGX7wg4p6hh6wa1QUuUjbgmiEiaXbYdcwsdKdgVnN1yU6pLsgcb

