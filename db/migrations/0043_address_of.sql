-- The address that a text is, or null where it is none: history keeps whatever a gateway said. What reads it
-- must not fail for one bad row; only addresses with a colon, which are rarer, pay for the handler.
CREATE FUNCTION address_of(written text) RETURNS inet
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF written ~ '^(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}$' THEN
    RETURN written::inet;
  END IF;
  IF position(':' in written) = 0 THEN
    RETURN NULL;
  END IF;
  BEGIN
    RETURN written::inet;
  EXCEPTION WHEN invalid_text_representation THEN
    RETURN NULL;
  END;
END
$$;
