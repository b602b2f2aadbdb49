-- Search without extensions: PostgreSQL 15 or newer, encoding UTF8, whatever its locale.
--
--   latin     accented, Cyrillic and Armenian letters as plain Latin ones; case stays
--   fold      words as they are compared: latin, lower case, without punctuation
--   american  folded words, British spellings as American ones
--   spelling  folded words as skeletons, in which common transliterations of a name meet
--   spelled   those skeletons, marked by ø, a letter that no folded word has
--   whole     a whole name as one lexeme, marked by =
--   search_vector, search_query   what a record is found by, and what asks for it
--
-- A change of any of these is a new migration that also rewrites the columns computed by them. Those
-- that columns call keep the search path of their creation: a dump is restored under an empty one.

CREATE FUNCTION conflictdb_latin(source text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    t text := source;
BEGIN
    IF octet_length(t) = length(t) THEN
        RETURN t;  -- plain ASCII
    END IF;
    -- й becomes y before it falls apart into и and a breve.
    t := normalize(translate(normalize(t, NFC), 'йЙ', 'yY'), NFKD);
    -- Combining marks, zero-width and directional characters, soft hyphens.
    t := regexp_replace(t, '[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+', '', 'g');
    t := translate(t, 'ıəøłđħŋðƏØŁĐĦŊÐ', 'iaoldhndAOLDHND');
    IF t ~ '[ßæœþÆŒÞ]' THEN
        t := replace(replace(replace(replace(replace(replace(replace(t,
            'ß', 'ss'), 'æ', 'ae'), 'Æ', 'Ae'), 'œ', 'oe'), 'Œ', 'Oe'), 'þ', 'th'), 'Þ', 'Th');
    END IF;
    IF t ~ '[\u0400-\u04ff]' THEN
        t := translate(t,
            'абвгґдезиіјклљмнњопрстћуфыэђ' || 'АБВГҐДЕЗИІЈКЛЉМНЊОПРСТЋУФЫЭЂ' || 'ъьЪЬ',
            'abvggdeziijkllmnnoprstcufyed' || 'ABVGGDEZIIJKLLMNNOPRSTCUFYED');
        t := replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(t,
            'ж', 'zh'), 'х', 'kh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'shch'), 'ю', 'yu'),
            'я', 'ya'), 'є', 'ye'), 'џ', 'dzh');
        t := replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(t,
            'Ж', 'Zh'), 'Х', 'Kh'), 'Ц', 'Ts'), 'Ч', 'Ch'), 'Ш', 'Sh'), 'Щ', 'Shch'), 'Ю', 'Yu'),
            'Я', 'Ya'), 'Є', 'Ye'), 'Џ', 'Dzh');
    END IF;
    IF t ~ '[\u0530-\u058f]' THEN
        t := replace(replace(replace(t, 'ու', 'u'), 'Ու', 'U'), 'ՈՒ', 'U');
        t := translate(t,
            'աբգդեզէըթիլկհմյնոպջռսվտրւփքօֆ' || 'ԱԲԳԴԵԶԷԸԹԻԼԿՀՄՅՆՈՊՋՌՍՎՏՐՒՓՔՕՖ',
            'abgdezeytilkhmynopjrsvtrvpkof' || 'ABGDEZEYTILKHMYNOPJRSVTRVPKOF');
        t := replace(replace(replace(replace(replace(replace(replace(replace(replace(t,
            'ժ', 'zh'), 'խ', 'kh'), 'ծ', 'ts'), 'ձ', 'dz'), 'ղ', 'gh'), 'ճ', 'ch'), 'շ', 'sh'),
            'չ', 'ch'), 'ց', 'ts');
        t := replace(replace(replace(replace(replace(replace(replace(replace(replace(t,
            'Ժ', 'Zh'), 'Խ', 'Kh'), 'Ծ', 'Ts'), 'Ձ', 'Dz'), 'Ղ', 'Gh'), 'Ճ', 'Ch'), 'Շ', 'Sh'),
            'Չ', 'Ch'), 'Ց', 'Ts');
    END IF;
    RETURN t;
END $$;

CREATE FUNCTION conflictdb_fold(source text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    t text := lower(conflictdb_latin(source));
BEGIN
    IF t ~ '[''’‘ʼʻʹʾʿ՚`´]' THEN
        -- Armenia's, l'Europe; otherwise an apostrophe stands inside a word: Mas'ud.
        t := regexp_replace(t, '[’‘ʼʻʹʾʿ՚`´]', '''', 'g');
        t := regexp_replace(t, '''s\M', '', 'g');
        t := regexp_replace(t, '\m([cdjlmnst]|qu)''', '\1 ', 'g');
        t := replace(t, '''', '');
    END IF;
    -- U.S. is US; other marks part words.
    t := replace(t, '.', '');
    RETURN btrim(regexp_replace(t, '[-\s_/\\,;:!?&|()\[\]{}<>"*+=@#%^~$–—−…«»“”„‹›¡¿§·•]+', ' ', 'g'));
END $$;

CREATE FUNCTION conflictdb_american(folded text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(replace(replace(replace(replace(replace(replace(replace(replace(folded,
    'ise', 'ize'), 'ising', 'izing'), 'isation', 'ization'), 'fence', 'fense'), 'centre', 'center'),
    'armour', 'armor'), 'honour', 'honor'), 'harbour', 'harbor'), 'neighbour', 'neighbor');

CREATE FUNCTION conflictdb_spelling(folded text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    t text := ' ' || folded || ' ';  -- so that a blank means a word's begin or end
BEGIN
    -- Consonants of one sound: Shoigu, Şoygu, Schoigu; Lachin, Laçın; Jabrayil, Cebrayıl.
    t := replace(replace(replace(replace(t, 'shch', 's'), 'tsch', 'c'), 'tch', 'c'), 'dsch', 'c');
    t := replace(replace(replace(replace(t, 'dzh', 'c'), 'sch', 's'), 'dj', 'c'), 'zh', 'c');
    t := replace(replace(replace(replace(t, 'sh', 's'), 'ck', 'k'), 'ch', 'c'), 'kh', 'h');
    t := replace(replace(replace(replace(t, 'gh ', 'h '), 'gh', 'g'), 'ph', 'f'), 'th', 't');
    t := replace(replace(replace(replace(t, 'ts', 'c'), 'tz', 'c'), 'dz', 'z'), 'q', 'k');
    -- Azerbaijani x: Xankendi, Naxcivan; elsewhere it is ks.
    IF strpos(t, 'x') > 0 THEN
        t := replace(regexp_replace(replace(t, ' x', ' h'), 'x(?=[bcdfgklmnprstvz])', 'h', 'g'), 'x', 'ks');
    END IF;
    t := replace(replace(replace(t, 'gui', 'gi'), 'gue', 'ge'), 'w', 'v');
    t := replace(replace(t, 'off ', 'ov '), 'eff ', 'ev ');
    -- Vowels: Choigou, Shoygu; Yerevan, Erevan; Saeed, Said; Aliyev, Aliev; Dmitrij, Dmitri.
    t := replace(replace(replace(replace(replace(t, 'ou', 'u'), 'oo', 'u'), 'aee', 'ai'), 'ae', 'e'), 'ee', 'i');
    t := replace(replace(replace(t, ' ye', ' e'), 'ij ', 'i '), 'eh ', 'e ');
    t := translate(replace(t, 'yiv ', 'yev '), 'yj', 'ic');
    -- Doubled letters.
    t := replace(replace(replace(replace(replace(t, 'aa', 'a'), 'ii', 'i'), 'uu', 'u'), 'bb', 'b'), 'cc', 'c');
    t := replace(replace(replace(replace(replace(t, 'dd', 'd'), 'ff', 'f'), 'gg', 'g'), 'hh', 'h'), 'kk', 'k');
    t := replace(replace(replace(replace(replace(t, 'll', 'l'), 'mm', 'm'), 'nn', 'n'), 'pp', 'p'), 'rr', 'r');
    t := replace(replace(replace(replace(t, 'ss', 's'), 'tt', 't'), 'vv', 'v'), 'zz', 'z');
    -- Kharkiv, Kharkov; Kyiv, Kiev; Gorbachev, Gorbachov.
    t := replace(replace(replace(t, 'iv ', 'v '), 'ev ', 'v '), 'ov ', 'v ');
    -- Muhammad, Mohammed; Kalbajar, Kelbajar: but a word's first letter stays, Yemen is not Amman.
    RETURN btrim(lower(translate(initcap(t), 'eo', 'au')));
END $$;

CREATE FUNCTION conflictdb_spelled(folded text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN 'ø' || replace(conflictdb_spelling(folded), ' ', ' ø');
END $$;

CREATE FUNCTION conflictdb_whole(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN '''=' || left(conflictdb_fold(name), 400) || '''';  -- a lexeme has at most 2 kB
END $$;

-- Names: one a line, or a title. Prose: a gist or a summary, of which only words that begin with a
-- capital are found by their spelling. Weights: A names, B prose, C and D the spelling of either.
CREATE FUNCTION conflictdb_search_vector(names text, prose text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
DECLARE
    vector tsvector := '';
    folded text;
BEGIN
    IF names IS NOT NULL THEN
        folded := conflictdb_fold(names);
        vector := setweight(to_tsvector('english', conflictdb_american(folded)), 'A')
            || setweight(to_tsvector('simple', conflictdb_spelled(folded)), 'C')
            || (
                SELECT coalesce(string_agg(conflictdb_whole(name) || ':1A', ' '), '')
                FROM string_to_table(names, E'\n') AS name
            )::tsvector;
    END IF;
    IF prose IS NOT NULL THEN
        folded := conflictdb_fold(prose);
        vector := vector || setweight(to_tsvector('english', conflictdb_american(folded)), 'B');
        folded := conflictdb_fold(regexp_replace(conflictdb_latin(prose), '\m[a-z0-9]\w*', '', 'g'));
        vector := vector || setweight(to_tsvector('simple', conflictdb_spelled(folded)), 'D');
    END IF;
    RETURN vector;
END $$;

-- Words that stand together, or one: by their stems or by their spelling.
CREATE FUNCTION conflictdb_search_phrase(words text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    folded text := conflictdb_fold(words);
    phrase tsquery := phraseto_tsquery('english', conflictdb_american(folded));
BEGIN
    IF numnode(phrase) = 0 OR length(folded) < 4 THEN
        RETURN phrase;  -- stop words; words too short to be misspelt
    END IF;
    IF words LIKE '%-%' THEN  -- cease-fire
        phrase := phrase || phraseto_tsquery(
            'english', conflictdb_american(conflictdb_fold(replace(words, '-', ''))));
    END IF;
    phrase := phrase || phraseto_tsquery('simple', conflictdb_spelled(folded));
    IF strpos(folded, 'c') > 0 THEN  -- as French has it: Pachinian; or Nicol
        phrase := phrase || phraseto_tsquery('simple', conflictdb_spelled(
            replace(replace(replace(folded, 'ch', 'sh'), 'ck', 'k'), 'c', 'k')));
    END IF;
    IF strpos(folded, 'j') > 0 THEN  -- as German has it: Jerewan
        phrase := phrase || phraseto_tsquery('simple', conflictdb_spelled(
            replace(folded, 'j', 'y')));
    END IF;
    RETURN phrase;
END $$;

-- Words as web search engines read them: all must match; "phrases", or, and -exclusion. Nothing is
-- malformed; where nothing is left to ask for, the query is empty and matches nothing. It costs
-- more than any row: a plan that would call it for each row is a bad one.
CREATE FUNCTION conflictdb_search_query(words text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 SET search_path FROM CURRENT AS $$
DECLARE
    token text[];
    unit tsquery;
    together tsquery := '';
    found tsquery := '';
    plain boolean := true;
BEGIN
    FOR token IN SELECT regexp_matches(words, '(-?)(?:"([^"]*)"?|([^\s"]+))', 'g') LOOP
        IF token[1] = '' AND lower(token[3]) = 'or' THEN
            found := found || together;
            together := '';
            plain := false;
            CONTINUE;
        END IF;
        unit := conflictdb_search_phrase(coalesce(token[2], token[3]));
        IF numnode(unit) = 0 THEN
            CONTINUE;
        END IF;
        IF token[1] = '-' THEN
            unit := !!unit;
            plain := false;
        END IF;
        together := CASE WHEN numnode(together) = 0 THEN unit ELSE together && unit END;
    END LOOP;
    found := found || together;
    IF plain AND conflictdb_whole(words) <> '''=''' THEN
        found := found || conflictdb_whole(words)::tsquery;
    END IF;
    RETURN found;
END $$;
